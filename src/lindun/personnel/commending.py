"""Commend a person or a team: in each one's file and on the notice page (PPL-10)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.notifications.actions import notify
from lindun.notifications.kinds import Kind
from lindun.organisation.models import Staff
from lindun.organisation.numbering import numbered
from lindun.organisation.queries import accounts_of
from lindun.personnel import queries
from lindun.personnel.models import MOST_TITLE, MOST_WORDS, Award, Commendation, Commended
from lindun.requests.actions import clean

PREFIX = "BZ"


class BadCommendation(Exception):
    """It cannot be given like this; the message says what to change."""


@dataclass(frozen=True)
class Praise:
    """What is said of whom. team: a code of `queries.teams`, or empty; numbers: of single people."""

    award: str
    title: str
    words: str
    team: str = ""
    numbers: frozenset[str] = frozenset()


def commend(who: gate.Identity, praise: Praise) -> Commendation:
    """Publish it, personal data in its words masked, and tell everybody commended. Nobody commends herself.

    Raises gate.Denied, BadCommendation.
    """
    title, words = (clean(text.strip()).text for text in (praise.title, praise.words))
    if praise.award not in Award.values or not title or not words:
        raise BadCommendation(_("Say what they are commended for."))
    people, team = _people(praise)
    herself = next((person for person in people if person.pk in _own(who)), None)
    with gate.passage(
        who, Action.COMMENDATION_GIVE, other_person=herself.pk if herself else None, writes=True
    ) as passage:
        given = _create(who, praise.award, title[:MOST_TITLE], words[:MOST_WORDS], team)
        Commended.objects.bulk_create(Commended(commendation=given, staff=person) for person in people)
        passage.saw([person.pk for person in people], kind="staff", people=len(people))
        passage.about(f"commendation.{praise.award}")
        told = [person.pk for person in people]
        notify(to=told, kind=Kind.COMMENDED, reference=given.number, url=reverse("personnel:commendations"))
        return given


def _own(who: gate.Identity) -> list[UUID]:
    return accounts_of(who.person)


def _people(praise: Praise) -> tuple[list[Staff], str]:
    """Those who are meant, each person once, and the name of the team."""
    members, team = queries.members(praise.team)
    named = list(Staff.objects.in_post().filter(number__in=praise.numbers))
    if len(named) != len(praise.numbers):
        raise BadCommendation(_("One of these staff numbers is nobody's who is in post."))
    people = {person.same_person_as_id or person.pk: person for person in [*members, *named]}
    if not people:
        raise BadCommendation(_("Choose a team or name staff numbers."))
    return list(people.values()), team


def _create(who: gate.Identity, award: str, title: str, words: str, team: str) -> Commendation:
    now = timezone.now()
    return numbered(
        PREFIX,
        lambda number: Commendation.objects.create(
            number=number,
            award=award,
            title=title,
            words=words,
            team=team,
            given_by_id=who.person,
            at=now,
        ),
        otherwise=BadCommendation,
    )
