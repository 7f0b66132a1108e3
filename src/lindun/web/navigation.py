"""The sidebar and the search box: apps register what they offer, the shell shows what the viewer may use.

The groups and their order are defined here and nowhere else; an app only says to which its link belongs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


FOLDS_COOKIE = "lindun_menu"  # written by menu.js: the codes of the groups this browser keeps open
FEW = 16  # links that can be seen at once: so few need no folding
MOST_SHOWN = 100  # what waits is counted so far and no further: the line says "99+"
POCKET = 4  # links that fit into the bottom bar of a phone, beside the menu
PAGE = "page."
MOST_CODE = 64  # characters; the entry format's bound


class Group(StrEnum):
    WORK = "work"
    RESIDENTS = "residents"
    THINGS = "things"
    LEARNING = "learning"
    PEOPLE = "people"
    PARTNERS = "partners"
    OVERSIGHT = "oversight"
    ADMINISTRATION = "administration"


HEADINGS: dict[Group, StrPromise | str] = {
    Group.WORK: "",  # always open: the day's work is never folded away
    Group.RESIDENTS: _("Residents and their data"),
    Group.THINGS: _("Things and what leaves"),
    Group.LEARNING: _("Learning and myself"),
    Group.PEOPLE: _("Staff"),
    Group.PARTNERS: _("Outside firms"),
    Group.OVERSIGHT: _("Ledger and checks"),
    Group.ADMINISTRATION: _("Settings"),
}


def _always(request: HttpRequest) -> bool:
    return True


def _nothing(request: HttpRequest) -> int:
    return 0


@dataclass(frozen=True, kw_only=True)
class Link:
    """One line of the sidebar.

    `visible` decides from facts the app holds; hiding a link protects nothing, the gate does that.
    `badge` counts what waits for this viewer. `pocket` marks what a post begins with: the bottom bar of a
    phone, and the first page of whoever has no desk.
    """

    group: Group
    label: StrPromise | str
    url_name: str
    icon: str
    order: int = 100
    visible: Callable[[HttpRequest], bool] = _always
    badge: Callable[[HttpRequest], int] = _nothing
    pocket: bool = False


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A Link as one request sees it."""

    label: str
    url: str
    icon: str
    badge: int
    current: bool
    pocket: bool

    @property
    def waiting(self) -> str:
        """What waits, as the line shows it; empty for nothing."""
        return _shown(self.badge)


@dataclass(frozen=True, kw_only=True)
class Section:
    """A group as one request sees it. `kept`: this browser keeps it open; the current one is open besides."""

    code: str
    heading: str
    entries: Sequence[Entry]
    kept: bool

    @property
    def open(self) -> bool:
        return self.kept or any(entry.current for entry in self.entries)

    @property
    def badge(self) -> int:
        """What waits inside, for whoever sees it folded."""
        return sum(entry.badge for entry in self.entries)

    @property
    def waiting(self) -> str:
        return _shown(self.badge)


def _shown(count: int) -> str:
    return "" if count == 0 else str(count) if count < MOST_SHOWN else f"{MOST_SHOWN - 1}+"


@dataclass(frozen=True, kw_only=True)
class SearchBox:
    """Where the search box of the top bar posts to. It posts, because a name must never be in an address."""

    url_name: str
    hint: StrPromise | str
    visible: Callable[[HttpRequest], bool] = _always

    @property
    def url(self) -> str:
        return reverse(self.url_name)


_links: list[Link] = []
_search: list[SearchBox] = []


def register(*links: Link) -> None:
    known = {link.url_name for link in _links}
    _links.extend(link for link in links if link.url_name not in known)


def register_search(box: SearchBox) -> None:
    _search[:] = [box]


def search_box(request: HttpRequest) -> SearchBox | None:
    return next((box for box in _search if box.visible(request)), None)


def label_of(url_name: str) -> str:
    """What people call a screen: the link to it, else the first link of its app, else its own name."""
    app = url_name.partition(":")[0]
    here = next((link for link in _links if link.url_name == url_name), None)
    near = here or next((link for link in _links if link.url_name.startswith(f"{app}:")), None)
    return str(near.label) if near else url_name


def code_of(url_name: str) -> str:
    """A screen as the ledger names it: `residents:household` is `page.residents.household`."""
    return f"{PAGE}{url_name.replace(':', '.')}"[:MOST_CODE]


def label_of_code(code: str) -> str:
    """What people call the screen of such a code."""
    return label_of(code.removeprefix(PAGE).replace(".", ":", 1))


def sections(request: HttpRequest) -> list[Section]:
    shown = [link for link in sorted(_links, key=lambda link: link.order) if link.visible(request)]
    urls = {link.url_name: reverse(link.url_name) for link in shown}
    here = _current(urls, request.path)
    kept = _kept(request, all_of_them=len(shown) <= FEW)
    return [
        Section(code=group.value, heading=str(heading), entries=entries, kept=group in kept)
        for group, heading in HEADINGS.items()
        if (entries := [_entry(link, urls, here, request) for link in shown if link.group is group])
    ]


def _kept(request: HttpRequest, *, all_of_them: bool) -> set[str]:
    """The groups this browser keeps open; before it folded any: all if they are few, else the first two."""
    told = request.COOKIES.get(FOLDS_COOKIE)
    if told is None:
        return set(Group) if all_of_them else {Group.WORK, Group.RESIDENTS}
    return set(told.split("."))


def pocket(shown: Iterable[Section]) -> list[Entry]:
    """The main links of these sections, as many as fit."""
    return [entry for section in shown for entry in section.entries if entry.pocket][:POCKET]


def _current(urls: dict[str, str], path: str) -> str | None:
    """The link whose address is the longest beginning of this path; the root counts only for itself."""
    matching = [name for name, url in urls.items() if path == url or (url != "/" and path.startswith(url))]
    return max(matching, key=lambda name: len(urls[name]), default=None)


def _entry(link: Link, urls: dict[str, str], here: str | None, request: HttpRequest) -> Entry:
    return Entry(
        label=str(link.label),
        url=urls[link.url_name],
        icon=link.icon,
        badge=link.badge(request),
        current=link.url_name == here,
        pocket=link.pocket,
    )
