"""Where posters of the rules hang, of which version; an older one is to be replaced."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.core.policy import Place
from lindun.gate.vocabulary import Action
from lindun.policies import queries
from lindun.policies.models import MOST_WORDS, Kind, Poster
from lindun.requests.actions import clean


class BadPoster(Exception):
    """It cannot be recorded like this; the message says what to change."""


def hang(who: gate.Identity, *, place: Place, spot: str) -> Poster:
    """Record that a poster of the version in force hangs there. Raises gate.Denied, BadPoster."""
    where = clean(spot.strip()).text[:MOST_WORDS]
    if not where:
        raise BadPoster(_("Say where it hangs, e.g. lift of building 3."))
    with gate.passage(who, Action.POSTER_HANG, place=place, writes=True) as passage:
        poster = _hang(who, community=place.community, building=place.building, spot=where)
        passage.saw([poster.pk], kind="poster")
        passage.about("poster.hung", f"version.{poster.text.number}")
        return poster


def replace(who: gate.Identity, *, poster: UUID) -> Poster:
    """Record that the version in force hangs in its place. Raises gate.Denied, gate.NotHere, BadPoster."""
    old = _look_up(who, poster)
    with gate.passage(who, Action.POSTER_HANG, place=_place(old), writes=True) as passage:
        found = _hanging(poster)
        _take_down(found, who)
        new = _hang(who, community=found.community_id, building=found.building_id, spot=found.spot)
        passage.saw([poster, new.pk], kind="poster")
        passage.about("poster.replaced", f"version.{new.text.number}")
        return new


def take_down(who: gate.Identity, *, poster: UUID) -> None:
    """Record that it hangs there no more. Raises gate.Denied, gate.NotHere, BadPoster."""
    old = _look_up(who, poster)
    with gate.passage(who, Action.POSTER_HANG, place=_place(old), writes=True) as passage:
        _take_down(_hanging(poster), who)
        passage.saw([poster], kind="poster")
        passage.about("poster.down")


def hanging() -> QuerySet[Poster]:
    """Those that hang within reach, the oldest version first. Runs inside a passage."""
    found = Poster.objects.filter(down_at=None).select_related("text", "community", "building", "hung_by")
    return found.order_by("text__number", "community", "building", "spot")


def record() -> QuerySet[Poster]:
    """Every posting within reach, the newest first, those taken down too. Runs inside a passage."""
    found = Poster.objects.select_related("text", "community", "building", "hung_by", "down_by")
    return found.order_by("-hung_at")


def _hang(who: gate.Identity, *, community: int, building: int | None, spot: str) -> Poster:
    return Poster.objects.create(
        text=queries.in_force(Kind.RULES),
        community_id=community,
        building_id=building,
        spot=spot,
        hung_by_id=who.person,
        hung_at=timezone.now(),
    )


def _look_up(who: gate.Identity, poster: UUID) -> Poster:
    with gate.passage(who, Action.POSTER_VIEW) as passage:
        found = hanging().filter(pk=poster).first()
        if found is None:
            raise gate.NotHere
        passage.saw([poster], kind="poster")
        return found


def _hanging(poster: UUID) -> Poster:
    """Held until the transaction ends. Raises BadPoster: somebody was quicker."""
    found = Poster.objects.select_for_update().filter(pk=poster, down_at=None).order_by("pk").first()
    if found is None:
        raise BadPoster(_("This poster was replaced or taken down meanwhile."))
    return found


def _take_down(poster: Poster, who: gate.Identity) -> None:
    poster.down_at, poster.down_by_id = timezone.now(), who.staff
    poster.save(update_fields=["down_at", "down_by"])


def _place(poster: Poster) -> Place:
    return Place(poster.community_id, poster.building_id)
