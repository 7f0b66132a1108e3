"""Names of people (and of the firms that own flats): Han, with middle dot, Latin, company.

A name is read from a cell that may carry notes in brackets, titles, inner blanks or a second owner.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from .refusal import InvalidIdentifier, Reason
from .surnames import COMPOUND, is_surname, surname_of
from .traditional import simplified
from .writing import is_blank, tidy


class NameKind(StrEnum):
    """How a name is built."""

    HAN = "han"
    DOTTED = "dotted"  # 买买提·艾力: given name first, no Han surname
    LATIN = "latin"
    COMPANY = "company"


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name. ``surname`` and ``given`` are empty where the kind has none; ``note`` is what stood in
    brackets or behind the name (已故, 女儿, 先生)."""

    kind: NameKind
    text: str = field(repr=False)
    surname: str = field(default="", repr=False)
    given: str = field(default="", repr=False)
    note: str = field(default="", repr=False, compare=False)


HAN = "㐀-䶿一-鿿豈-﫿𠀀-𳑿\ue000-\uf8ff〇"
"""Han characters for use inside a character class, with the private area old systems put rare ones in."""

_COMPANY = re.compile(
    rf"[{HAN}A-Za-z0-9()·&.\- ]{{2,60}}"
    r"(?:公司|集团|厂|银行|支行|分行|委员会|居委会|村委会|学校|大学|中学|小学|幼儿园|医院|诊所|事务所|合作社|研究院|研究所"
    r"|设计院|商行|经营部|营业部|服务部|门市部|工作室|中心|协会|基金会|商会|超市|酒店|宾馆|饭店|餐厅|药房|药店|个体工商户"
    r"|管理局|分局|派出所|街道办事处|办事处|政府|门店|分店|Ltd\.?|LLC|Inc\.?|GmbH)"
)
_PLAIN = re.compile(
    r"(?![暂尚无没未不待空])[一-鿿]{2,3}"
    r"(?<![生士姐太人姨叔爷妈奶师傅总等主属客户房司团厂行会校学园院所社部室心市店馆厅局府处爺媽師總屬戶廠團會學園館廳處])"
)
"""Most names: two or three characters that no word for nothing begins and no title or firm ends."""
_LONGEST_HAN = 6
_HAN_NAME = re.compile(rf"[{HAN}]{{1,{_LONGEST_HAN}}}")
_DOTTED = re.compile(rf"[{HAN}]{{1,12}}(?:·[{HAN}]{{1,12}}){{1,4}}")
_LATIN = re.compile(r"[^\W\d_]+(?:[ .,'’\-]+[^\W\d_]+)*\.?")
_SURNAME_FIRST = re.compile(r"[A-Za-z'’\-]+,[A-Za-z .'’\-]+")  # Smith, John is one person
_LATIN_LETTERS = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff .,'’\-]{2,60}")
_DOT = re.compile(rf"(?<=[{HAN}])\s*[·•・･‧∙⋅.．˙]\s*(?=[{HAN}])")
_NOTE = re.compile(r"[(\[【《「{]([^)\]】》」}]*)[)\]】》」}]?")
_TITLE = re.compile(
    r"(?:先生|女士|小姐|太太|夫人|阿姨|叔叔|大爷|大妈|奶奶|爷爷|老师|师傅|总|等\d?人?|(?:业主|户主|本人|家属|租客|租户|房主))$"
)
_ROLES = (
    "业主姓名",
    "业主",
    "户主",
    "住户",
    "租客",
    "租户",
    "房主",
    "联系人",
    "紧急联系人",
    "姓名",
    "产权人",
    "共有人",
)
_RELATIONS = (
    *(
        "配偶",
        "丈夫",
        "妻子",
        "老公",
        "老婆",
        "父亲",
        "母亲",
        "爸爸",
        "妈妈",
        "儿子",
        "女儿",
        "哥哥",
        "姐姐",
        "弟弟",
    ),
    *("妹妹", "亲戚", "亲属", "家属", "朋友", "邻居", "同事", "本人", "家庭成员", "合租", "室友"),
)
_NOT_A_NAME = frozenset((*_ROLES, *_RELATIONS, "空置", "空房", "开发商", "同上", "同前", "如上"))
"""Words that stand where a name should."""
_LABEL = re.compile(rf"^(?:{'|'.join((*_ROLES, *_RELATIONS))})(?:\s*:\s*|\s+)")
_ROLE_BEHIND = re.compile(rf"\s*[-—–]\s*({'|'.join((*_ROLES, *_RELATIONS))})(?![{HAN}])|(?<=\S)\s+([男女])$")
_NEXT_NAME = re.compile(rf"(?<=[{HAN}])(\s*[(\[【《「{{][^)\]】》」}}]*[)\]】》」}}])\s*(?=[{HAN}])")
_PAIR = re.compile(rf"([{HAN}]{{2,4}})[和与及]([{HAN}]{{2,4}})")
_SEPARATOR = re.compile(rf"[、/,，;；|&+\n\\]+|(?<=[{HAN}])\s*[-—–]+\s*(?=[{HAN}])")


def parse(text: str) -> PersonName:
    """Read one name.

    :raises InvalidIdentifier: EMPTY, ALREADY_MASKED, SEVERAL (more than one name: use ``parse_all``),
        TOO_LONG, WRONG_ALPHABET (markup, formulas, digits, emoji), UNKNOWN_SHAPE (业主 and other
        words that stand where a name should).
    """
    pieces = _split(tidy(text))
    if len(pieces) != 1:
        raise InvalidIdentifier(Reason.SEVERAL if pieces else Reason.EMPTY)
    return _read(*pieces[0])


def parse_all(text: str) -> tuple[list[PersonName], list[Reason]]:
    """Read a cell that may hold several names, such as ``张三、李四`` or ``王芳(女儿)、李强(配偶)``.

    :returns: names in order without repeats, and one reason for each piece that is not a name.
    :raises InvalidIdentifier: never.
    """
    if _PLAIN.fullmatch(text) and simplified(text) not in _NOT_A_NAME:
        return [_han(text)], []
    names: dict[PersonName, None] = {}
    reasons: list[Reason] = []
    try:
        pieces = _split(tidy(text))
    except InvalidIdentifier as refusal:
        return [], [] if refusal.reason is Reason.EMPTY else [refusal.reason]
    if not pieces:
        reasons.append(Reason.UNKNOWN_SHAPE)
    for piece, note in pieces:
        try:
            names.setdefault(_read(piece, note))
        except InvalidIdentifier as refusal:
            reasons.append(refusal.reason)
    return list(names), reasons


def _split(cell: str) -> list[tuple[str, str]]:
    """(name, note) pieces. A company keeps its brackets: 某某（杭州）有限公司."""
    if _COMPANY.fullmatch(simplified(cell)) or _SURNAME_FIRST.fullmatch(cell):
        return [(cell, "")]
    pieces = []
    for part in _parts(cell):
        notes = [note.strip() for note in _NOTE.findall(part) if note.strip()]
        name = _NOTE.sub(" ", part).strip(" :：-—.。")
        if name:
            pieces += [(one, "、".join(notes)) for one in _owners(_without_label(name))]
    return pieces


def _without_label(name: str) -> str:
    label = _LABEL.match(simplified(name))
    return name[label.end() :] if label else name


def _parts(cell: str) -> list[str]:
    """Pieces between separators that stand outside brackets; 张三-租户 is 张三(租户), and after a note the
    next name begins."""
    noted = _ROLE_BEHIND.sub(lambda role: f"({role[1] or role[2]})", cell)
    guarded = _NOTE.sub(lambda note: _SEPARATOR.sub(" ", note[0]), noted)
    return [part for part in _SEPARATOR.split(_NEXT_NAME.sub(r"\1、", guarded)) if part.strip()]


def _owners(name: str) -> list[str]:
    """One name with blanks inside (李 生, 欧阳 修), or several with blanks or 和 between (张三 李四)."""
    words = _DOT.sub("·", name).split()
    if not all(_HAN_NAME.fullmatch(word) or _DOTTED.fullmatch(word) for word in words):
        return [name]
    if len(words) == 1 and (pair := _PAIR.fullmatch(words[0])) and all(map(_stands_alone, pair.groups())):
        return list(pair.groups())
    if len(words) > 1 and simplified(words[0]) not in COMPOUND and all(_stands_alone(word) for word in words):
        return words
    joined = "".join(words)
    return [joined if len(joined) <= _LONGEST_HAN or len(words) == 1 else "·".join(words)]


def _stands_alone(word: str) -> bool:
    return "·" in word or (2 <= len(word) <= 4 and is_surname(surname_of(word)))


def _read(piece: str, note: str) -> PersonName:
    name = _DOT.sub("·", piece)
    joined = name.replace(" ", "")
    if simplified(joined) in _NOT_A_NAME or is_blank(joined):
        raise InvalidIdentifier(Reason.UNKNOWN_SHAPE)
    if _COMPANY.fullmatch(simplified(joined)):
        return PersonName(NameKind.COMPANY, joined, note=note)
    if _DOTTED.fullmatch(joined):
        return PersonName(NameKind.DOTTED, joined, given=joined.partition("·")[0], note=note)
    joined, title = _without_title(joined)
    if is_blank(joined):
        raise InvalidIdentifier(Reason.UNKNOWN_SHAPE)
    if _HAN_NAME.fullmatch(joined):
        return _han(joined, note=note or title, titled=bool(title))
    if _LATIN_LETTERS.fullmatch(name) and _LATIN.fullmatch(name):
        return PersonName(NameKind.LATIN, " ".join(name.split()), note=note)
    raise InvalidIdentifier(Reason.TOO_LONG if re.fullmatch(rf"[{HAN}]+", joined) else Reason.WRONG_ALPHABET)


def _han(name: str, *, note: str = "", titled: bool = False) -> PersonName:
    surname = name if titled and simplified(name) in COMPOUND else surname_of(name)
    return PersonName(NameKind.HAN, name, surname, name[len(surname) :], note)


def _without_title(name: str) -> tuple[str, str]:
    """(name, title): 王先生 is 王 with 先生; 张总 is 张 with 总. A title alone stays what it is."""
    match = _TITLE.search(simplified(name))
    if match is None or match.start() == 0 or simplified(name) in _NOT_A_NAME:
        return name, ""
    shorter, inner = _without_title(name[: match.start()])
    return shorter, inner + name[match.start() :]
