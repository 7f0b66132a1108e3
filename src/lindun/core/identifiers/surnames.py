"""Chinese surnames: what the first characters of a name can be.

The common single-character surnames (the traditional list of a hundred families and the surnames common
today) and the compound ones. A name whose first character is not here may still be a name.
"""

from .traditional import simplified

SINGLE = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎"
    "鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄"
    "和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭"
    "梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚"
    "程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫"
    "宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴鬱胥能苍双"
    "闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容"
    "向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空"
    "曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公仉督岳帅缑亢况郈有琴归海晋楚闫法汝鄢涂钦商牟佘佴"
    "伯赏墨哈谯笪年爱阳佟肖付代覃兰邸区仝苑冼揭藏生但谌占辜税寸塔苟粟展母么仵禤檀亓矫闪信门原植英修"
    "战由腾果降始栗鹿战承来律刑楼随字布才位俱线衣要拱郇阿冶尧朴晓多青敬化茆秘隋皇苌宾皋苑铁矣油雒虎"
    "潭郄豆敏撒湾危续巨綦赫初逢仁答丑玉俸千訚"
)
"""Single-character surnames (about 500)."""

COMPOUND = frozenset(
    (
        *(
            "欧阳",
            "司马",
            "上官",
            "诸葛",
            "东方",
            "独孤",
            "南宫",
            "夏侯",
            "皇甫",
            "尉迟",
            "公孙",
            "慕容",
            "令狐",
        ),
        *(
            "长孙",
            "宇文",
            "司徒",
            "司空",
            "轩辕",
            "端木",
            "百里",
            "呼延",
            "东郭",
            "西门",
            "闻人",
            "澹台",
            "宗政",
        ),
        *(
            "濮阳",
            "淳于",
            "单于",
            "太叔",
            "申屠",
            "仲孙",
            "钟离",
            "鲜于",
            "赫连",
            "拓跋",
            "万俟",
            "第五",
            "纳兰",
        ),
        *(
            "完颜",
            "公羊",
            "公冶",
            "司寇",
            "子车",
            "颛孙",
            "巫马",
            "公西",
            "漆雕",
            "乐正",
            "壤驷",
            "公良",
            "夹谷",
        ),
        *(
            "宰父",
            "谷梁",
            "段干",
            "东野",
            "南门",
            "微生",
            "梁丘",
            "左丘",
            "叶赫",
            "耶律",
            "爱新觉罗",
            "钮祜禄",
        ),
        *("贺兰", "仆固", "羊舌", "亓官", "南郭", "北宫", "东门", "公仪", "公输", "胡母", "达奚", "侯莫陈"),
    )
)
"""Surnames of two or more characters."""


def is_surname(text: str) -> bool:
    """Whether the text is a surname we know, in simplified or traditional characters."""
    known = simplified(text)
    return known in SINGLE or known in COMPOUND


_LONGEST = max(map(len, COMPOUND))


def surname_of(name: str) -> str:
    """Surname at the head of a Han name: the longest compound surname that leaves a given name, or else
    the first character. Empty for an empty name."""
    plain = simplified(name)
    for length in range(min(_LONGEST, len(name) - 1), 1, -1):
        if plain[:length] in COMPOUND:
            return name[:length]
    return name[:1]
