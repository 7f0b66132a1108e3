"""What this app puts into the shell: who is looking, and which links a post may see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lindun.gate.registry import rules
from lindun.gate.vocabulary import NEWCOMER, Action
from lindun.organisation import queries
from lindun.organisation.models import Staff
from lindun.web import levels, navigation, reasons, viewer
from lindun.web.navigation import Group, Link
from lindun.web.viewer import Viewer

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def register() -> None:
    """Called once while the app loads."""
    viewer.provide(_viewer)
    levels.provide(queries.level_scheme)
    navigation.register(
        Link(
            group=Group.WORK,
            label=_("What my post asks"),
            url_name="organisation:standing",
            icon="list-checks",
            order=1,
            visible=_is_newcomer,
            pocket=True,
        ),
        Link(
            group=Group.PEOPLE,
            label=_("Staff and scopes"),
            url_name="organisation:staff",
            icon="users",
            order=10,
            visible=offers(Action.STAFF_VIEW),
            badge=_waiting,
            pocket=True,
        ),
        Link(
            group=Group.ADMINISTRATION,
            label=_("Names of the levels"),
            url_name="organisation:company",
            icon="tags",
            order=20,
            visible=offers(Action.SCHEME_CHANGE),
        ),
    )
    reasons.register_way("activate.second_factor", address=lambda _facts: reverse("mfa_reauthenticate"))


def _of_everybody(person: Staff) -> bool:
    return True


@dataclass(frozen=True)
class PersonLink:
    """What an app above offers on the page of a person, to whoever has the action.

    fits: whether it can be done about this person as she stands; what cannot be done is not offered.
    """

    label: StrPromise
    url_name: str
    action: str
    fits: Callable[[Staff], bool] = _of_everybody


_person_links: list[PersonLink] = []


def register_person_link(link: PersonLink) -> None:
    if link not in _person_links:
        _person_links.append(link)


def person_links(request: HttpRequest, person: Staff) -> list[tuple[StrPromise, str]]:
    """Words and address of what this viewer may look at or do about a person besides."""
    offered = [link for link in _person_links if offers(link.action)(request) and link.fits(person)]
    return [(link.label, reverse(link.url_name, args=[person.pk])) for link in offered]


def offers(action: str) -> Callable[[HttpRequest], bool]:
    """For links and buttons: whether the viewer's post has this action at all; the gate decides its use.

    A newcomer is offered only what is open before her post's demands are met.
    """

    def visible(request: HttpRequest) -> bool:
        staff: Staff | None = getattr(request, "staff", None)
        if staff is None or not rules.offers(action, staff.role):
            return False
        return action in NEWCOMER or not getattr(staff, "newcomer", True)

    return visible


def _is_newcomer(request: HttpRequest) -> bool:
    return getattr(getattr(request, "staff", None), "newcomer", False)


def _waiting(request: HttpRequest) -> int:
    """People whose post this viewer may decide as a second person."""
    staff: Staff | None = getattr(request, "staff", None)
    if staff is None or not offers(Action.STAFF_CONFIRM)(request):
        return 0
    return queries.waiting_for(staff.pk)


def _viewer(request: HttpRequest) -> Viewer | None:
    staff: Staff | None = getattr(request, "staff", None)
    if staff is None:
        return None
    return Viewer(
        name=staff.name,
        number=staff.number,
        post=staff.get_role_display(),
        place=reach_in_words(staff),
        lock_minutes=request.lock_minutes,  # type: ignore[attr-defined]
        unlocks_by="code" if staff.is_sensitive else "password",
    )


def reach_in_words(staff: Staff) -> str:
    """Where a person's duty reaches: 3栋、4栋, or the names of whole communities."""
    places = staff.assignments.select_related("building", "community")
    words = (place.building.title if place.building else place.community.name for place in places)
    return gettext(", ").join(words)
