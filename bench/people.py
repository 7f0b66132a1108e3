"""Made-up people, papers and places for the labelled texts; nothing here is anybody's.

Numbers keep to ranges that are visibly synthetic where such exist: county 99 and serials from 900 in resident
IDs, low serials in travel papers, example domains, card prefixes nobody was given.
"""

import random
from collections.abc import Callable

from lindun.core.identifiers.checks import luhn_ok, resident_check_character, uscc_ok

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余于杜叶程魏苏"
    "吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙史陶贺毛郝顾龚邵万覃武"
    "钱戴严莫孔向汤温康施文牛樊葛邢安齐易乔庞颜倪庄聂章鲁岳翟殷申耿关焦左柳甘祝包宁尚符舒阮柯纪梅"
    "童凌毕单季裴霍涂成苗谷曲盛冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简"
    "车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑"
    "郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
_COMPOUND = [
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "皇甫",
    "令狐",
    "慕容",
    "夏侯",
    "东方",
    "尉迟",
    "司徒",
    "公孙",
    "长孙",
]
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红玲建国文辉力永健世广志义兴良海山仁波宁"
    "贵福生龙元全胜学祥才发武新利清飞彬富顺信子胜晨轩清致远泽瑞琪雅婷梦洁思雨佳怡雪梅欣悦可心若曦"
    "语嫣诗涵梓萱浩宇俊熙博文昊天翰墨凯旋振东宏达占奎淑贞凤仪秋菊春燕冬妮长河大川立群培根维民卫国"
    "宪章树声庆余德厚炳坤锡麟润生根发阿福"
)
_OTHERS = [
    "买买提·艾力",
    "阿依古丽·托合提",
    "努尔兰·达吾提",
    "巴特尔·宝音",
    "卓玛·次仁",
    "热依汗·库尔班",
    "塔依尔·玉山",
]
_ESTATES = [
    "锦澜苑",
    "柏悦花园",
    "翠湖里",
    "听涛阁",
    "梧桐公馆",
    "星海名城",
    "东篱小区",
    "丰乐新村",
    "紫金府",
    "云顶国际",
]
_ROADS = ["青麓路", "北辰大道", "石榴巷", "望潮街", "柳浪东路", "建业三路", "采荷弄"]
_TOWNS = ["杭州市", "江苏省南京市", "成都市锦江区", "广州市", "青岛市市南区", "湖南省长沙市", ""]
_AREA_CODES = ["010", "021", "0571", "0755", "0512", "028", "0731", "0898"]
_LOCALES = ["330199", "110199", "440399", "510199", "320599", "370299", "120199"]
_HOSTS = ["example.com", "mail.example.org", "wuye.test", "qq.example", "example.net"]
_CODE_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CHINESE_DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")
_SPOKEN_DIGITS = str.maketrans("0123456789", "零幺二三四五六七八九")
_WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")

Random = random.Random


def _digits(rng: Random, count: int) -> str:
    return "".join(rng.choices("0123456789", k=count))


def name(rng: Random) -> str:
    """A Han name of two or three characters, sometimes with a compound surname, rarely another people's."""
    if rng.random() < 0.03:
        return rng.choice(_OTHERS)
    surname = rng.choice(_COMPOUND) if rng.random() < 0.04 else rng.choice(_SURNAMES)
    return surname + "".join(rng.choices(_GIVEN, k=rng.choice([1, 2, 2])))


def phone(rng: Random) -> str:
    """A mobile number as people write it."""
    digits = rng.choice(["162", "165", "167", "170", "171"]) + _digits(rng, 8)
    parts = digits[:3], digits[3:7], digits[7:]
    styles: list[Callable[[], str]] = [
        lambda: digits,
        lambda: digits,
        lambda: digits,
        lambda: " ".join(parts),
        lambda: "-".join(parts),
        lambda: ".".join(parts),
        lambda: "+86 " + digits,
        lambda: "+86-" + "-".join(parts),
        lambda: "0086" + digits,
        lambda: "86" + digits,
        lambda: digits.translate(_WIDE_DIGITS),
        lambda: digits.translate(_CHINESE_DIGITS),
        lambda: digits.translate(_SPOKEN_DIGITS),
        lambda: f"{digits[:4]} {digits[4:7]} {digits[7:]}",
        lambda: " ".join(digits),
        lambda: f"{digits[:3]}\u200b{digits[3:]}",
        lambda: f"{digits[:7]}\n{digits[7:]}",
    ]
    return rng.choice(styles)()


def landline(rng: Random) -> str:
    """A landline with its area code, perhaps with an extension."""
    area, local = rng.choice(_AREA_CODES), rng.choice(["5555", "6000", "8000"]) + _digits(rng, 4)
    number = rng.choice(
        [
            f"{area}-{local}",
            f"({area}){local}",
            f"（{area}）{local}",
            f"{area} {local}",
            f"+86-{area[1:]}-{local}",
        ]
    )
    return number + rng.choice(["", "", "", "-802", "转806", "转 12"])


def _month_and_day(rng: Random) -> str:
    return f"{rng.randint(1, 12):02}{rng.randint(1, 28):02}"


def resident_id(rng: Random) -> str:
    """An 18-character resident ID with its check character."""
    body = f"{rng.choice(_LOCALES)}{rng.randint(1945, 2012)}{_month_and_day(rng)}9{_digits(rng, 2)}"
    number = body + resident_check_character(body)
    styles = [
        number,
        number,
        number,
        number.lower(),
        f"{number[:6]} {number[6:14]} {number[14:]}",
        number.translate(_WIDE_DIGITS),
    ]
    return rng.choice(styles)


def old_resident_id(rng: Random) -> str:
    """A 15-digit resident ID."""
    return f"{rng.choice(_LOCALES)}{rng.randint(45, 99)}{_month_and_day(rng)}9{_digits(rng, 2)}"


def card(rng: Random) -> str:
    """A bank card of 16 or 19 digits that passes Luhn."""
    prefix, length = rng.choice([("620000", 19), ("629999", 19), ("625999", 16)])
    body = prefix + _digits(rng, length - 7)
    number = next(body + last for last in "0123456789" if luhn_ok(body + last))
    grouped = " ".join(number[at : at + 4] for at in range(0, length, 4))
    return rng.choice([number, number, grouped, grouped.replace(" ", "-"), f"{number[:6]} {number[6:]}"])


def credit_code(rng: Random) -> str:
    """A unified social credit code with a correct last character."""
    body = (
        rng.choice(["91", "92", "52"])
        + rng.choice(_LOCALES)
        + "MA"
        + "".join(rng.choices(_CODE_LETTERS, k=7))
    )
    return next(body + last for last in _CODE_LETTERS if uscc_ok(body + last))


def plate(rng: Random) -> str:
    """A plate, standard or new energy, with or without the dot."""
    head = rng.choice(["浙X", "川P", "皖X", "渝X", "苏X"])
    tail = rng.choice(
        [
            _digits(rng, 5),
            f"{rng.choice('ABMQ')}{_digits(rng, 4)}",
            f"D{_digits(rng, 5)}",
            f"F{rng.choice('ABW')}{_digits(rng, 4)}",
        ]
    )
    return head + rng.choice(["", "", "·", " ", "-", "•"]) + tail


def email(rng: Random) -> str:
    """An address under a reserved domain."""
    return (
        rng.choice(["lin.w", "zhangxm", "a-chen_88", "ops2024", "h.q.wu"])
        + _digits(rng, 2)
        + "@"
        + rng.choice(_HOSTS)
    )


def passport(rng: Random) -> str:
    """A mainland passport number with a low serial."""
    return rng.choice(["E0000", "EB000", "EK000"]) + _digits(rng, 4)


def permit(rng: Random) -> str:
    """A travel permit number of Hong Kong or Macao residents with a low serial."""
    return rng.choice(["H0000", "M0000"]) + _digits(rng, 4) + rng.choice(["", "", "00"])


def wechat(rng: Random) -> str:
    """A WeChat account name."""
    return rng.choice(["lucky_", "xiaoyu-", "wxid_k3h", "guanjia", "Sunny"]) + "".join(
        rng.choices("abcdefgh0123456789", k=6)
    )


def birthday(rng: Random) -> str:
    """A birth date."""
    year, month, day = rng.randint(1935, 2015), rng.randint(1, 12), rng.randint(1, 28)
    return rng.choice(
        [
            f"{year}年{month}月{day}日",
            f"{year}-{month:02}-{day:02}",
            f"{year}.{month}.{day}",
            f"{year}/{month}/{day}",
            f"{year}{month:02}{day:02}",
            f"{year}年{month}月",
        ]
    )


def door(rng: Random) -> str:
    """A dwelling by its numbers, with or without the estate."""
    building, unit = rng.randint(1, 28), rng.randint(1, 4)
    room = f"{rng.randint(1, 32)}{rng.randint(1, 6):02}"
    written = rng.choice(
        [
            f"{building}栋{unit}单元{room}",
            f"{building}栋{unit}单元{room}室",
            f"{building}幢{room}",
            f"{building}号楼{unit}单元{room}",
            f"{building}号楼{room}房",
            f"{building}-{unit}-{room}",
            f"{building}#{unit}-{room}",
            f"{building}#{room}",
            f"{building}座{room}室",
            f"{rng.choice('ABC')}座{room}",
            f"{building}栋 {unit}单元 {room}室",
            f"{building}栋{unit}-{room}",
        ]
    )
    prefix = rng.choice(
        ["", "", "", rng.choice(_ESTATES), rng.choice(_ESTATES) + rng.choice(["二期", "A区", "3期", "北区"])]
    )
    return prefix + written


def street(rng: Random) -> str:
    """A street address, perhaps down to the room."""
    tail = rng.choice(
        [
            "",
            "",
            f"{rng.randint(1, 9)}号楼{rng.randint(2, 18)}02室",
            f"{rng.randint(2, 20)}层",
            f"{rng.randint(2, 18)}05室",
        ]
    )
    return rng.choice(_TOWNS) + rng.choice(_ROADS) + f"{rng.randint(1, 999)}号" + tail


KINDS: dict[str, tuple[str, Callable[[Random], str]]] = {
    "name": ("NAME", name),
    "phone": ("PHONE", phone),
    "landline": ("LANDLINE", landline),
    "id": ("ID_CARD", resident_id),
    "id15": ("ID_CARD", old_resident_id),
    "card": ("BANK_CARD", card),
    "uscc": ("USCC", credit_code),
    "plate": ("PLATE", plate),
    "email": ("EMAIL", email),
    "passport": ("PASSPORT", passport),
    "permit": ("HKMO_TW_PERMIT", permit),
    "wechat": ("WECHAT", wechat),
    "dob": ("DOB", birthday),
    "door": ("ADDRESS", door),
    "street": ("ADDRESS", street),
}
"""What a template may ask for: its label and its maker."""
