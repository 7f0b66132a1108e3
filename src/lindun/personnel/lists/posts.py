"""Which post the words of a list mean: one the company has named, or the usual one of a role."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lindun.organisation.models import Position, Role
from lindun.residents.roster.headers import plain

SEVERAL = re.compile(r"[/、,，;;+＋&]|兼任?")
WORDS: Mapping[str, str] = {
    Role.COUNTER: r"(客服|客户服务|前台|前台接待|接待)(专员|人员|员)?",
    Role.HOUSEKEEPER: r"(物业|客户|楼栋|小区|专属)?管家",
    Role.REPAIR: (
        r"(综合)?(工程)?(维修|维保)(工|员|人员|技工)?|工程(人员|员|技工)|水电工|([高低]压|弱)?电工|水工"
    ),
    Role.CASHIER: r"收费(专员|人员|员)?|收银(员)?|出纳(员)?",
    Role.GUARD: r"秩序(维护)?(人员|员)?|保安(人员|员)?|安保(人员|员)?|安管员|门岗|巡逻(人员|员)?",
    Role.SUPERVISOR: r"(客服|工程|秩序|收费|管家|安保|维修)?(主管|领班|班长)",
    Role.MANAGER: r"(小区|物业|项目|管理处)(总)?经理|项目负责人",
    Role.GENERAL_MANAGER: r"总经理",
    Role.OFFICER: r"保密(专员|管理员|员)",
    Role.HR: r"(人事|人力资源|人力|hr)(专员|人员|员)?",
    Role.AUDITOR: r"审计(专员|人员|员)?",
}


@dataclass(frozen=True)
class Meant:
    """What the words mean: one post, or the code of why it is none."""

    position: Position | None = None
    problem: str = ""


class Posts:
    """The posts of the company, found by what people call them."""

    def __init__(self, positions: Iterable[Position], conflicts: Iterable[frozenset[str]]) -> None:
        known = list(positions)
        self._by_name = {plain(each.name): each for each in known}
        self._standard = {each.role: each for each in known if each.standard}
        self._conflicts = frozenset(conflicts)

    def meant(self, words: str) -> Meant:
        """By the name of a post, then by the usual words for a role. Several in one cell are none."""
        found = self._one(words)
        parts = [part for part in SEVERAL.split(words) if part.strip()]
        if found is None and len(parts) > 1:
            roles = {post.role for part in parts if (post := self._one(part)) is not None}
            clash = any(pair <= roles for pair in self._conflicts)
            return Meant(problem="posts_conflict" if clash else "several_posts")
        if found is None:
            return Meant(problem="post_unknown")
        return Meant(found, "post_closed") if found.closed else Meant(found)

    def exclude_each_other(self, one: str, other: str) -> bool:
        return frozenset({one, other}) in self._conflicts

    def _one(self, words: str) -> Position | None:
        said = plain(words)
        if named := self._by_name.get(said):
            return named
        bare = said.removesuffix("岗位").removesuffix("岗") or said
        role = next((role for role, pattern in WORDS.items() if re.fullmatch(pattern, bare)), None)
        return self._standard.get(role or (said if said in Role.values else ""))
