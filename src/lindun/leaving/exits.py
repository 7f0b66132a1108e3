"""Recording an exit, and the moment in which everything a person may do ends: in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.exports import actions as exports
from lindun.exports.models import Export
from lindun.gate.vocabulary import Action
from lindun.leaving import ahead, handing, jobs, queries
from lindun.leaving.errors import BadExit, check_day
from lindun.leaving.models import Cause, Departure, Ending, Revocation, System
from lindun.notifications.actions import notify
from lindun.notifications.kinds import Kind
from lindun.organisation import departing
from lindun.organisation.models import Assignment, Role, Staff, Status
from lindun.organisation.numbering import numbered
from lindun.organisation.queries import accounts_of
from lindun.standing import actions as standing
from lindun.standing import codes

PREFIX = "LZ"
A_DAY = timedelta(days=1)
NEEDED = (Role.HR, Role.OFFICER, Role.GENERAL_MANAGER)  # without them nobody hires, watches or decides


@dataclass(frozen=True)
class Wish:
    """Whose exit, why, and from which day she is out of post; today: at once.

    tasks_to: who goes on with her open tasks, as far as that colleague may hold them; the rest closes.
    """

    person: UUID
    cause: str
    from_day: date
    tasks_to: UUID | None = None


def record(who: gate.Identity, wish: Wish) -> Departure:
    """Record an exit. From today on it takes effect with this very call, for all accounts of the person.

    Raises gate.Denied (her own), gate.NotHere, BadExit (a day in the past, recorded already, nobody would be
    left in a post that the company cannot be without).
    """
    _check_words(wish)
    with gate.passage(who, Action.LEAVE_RECORD, other_person=wish.person, writes=True) as passage:
        accounts = accounts_of(wish.person)
        people = _people(wish)
        departure = _enter(who, wish, people)
        passage.saw([departure.pk], kind="departure")
        passage.saw(accounts, kind="staff")
        passage.about(f"cause.{wish.cause}")
        handing.name_for_all(passage, departure, to=wish.tasks_to)
        lying = _begin(passage, departure)
    _clear_away(lying)
    return departure


def foresee(who: gate.Identity, wish: Wish) -> dict[str, int]:
    """What recording this exit today would end, by code. Nothing changes; raises as `record`."""
    _check_words(wish)
    with gate.passage(who, Action.LEAVE_RECORD, other_person=wish.person) as passage:
        _people(wish)
        passage.saw(accounts_of(wish.person), kind="staff")
        return ahead.of_person(wish.person, to=wish.tasks_to)


def end_now(who: gate.Identity, *, departure: UUID) -> Departure:
    """Let a planned exit take effect at once, not on its day. Raises gate.Denied, gate.NotHere, BadExit."""
    with _recorded(who, departure) as (passage, found):
        today = timezone.localdate()
        if found.ended_at is None and today < found.from_day:
            found.from_day, found.secrets_until = today, years_after(today, settings.TRADE_SECRET_YEARS)
            found.save(update_fields=["from_day", "secrets_until"])
        lying = _end(passage, found)
    _clear_away(lying)
    return found


def hand_task(who: gate.Identity, *, departure: UUID, task: UUID, to: UUID | None) -> Departure:
    """Say who goes on with one of her tasks as she goes; None: it closes. Raises gate.Denied, BadExit."""
    with _recorded(who, departure) as (passage, found):
        handing.name(passage, found, task=task, to=to)
        return found


def cancel(who: gate.Identity, *, departure: UUID) -> Departure:
    """Take a planned exit back: she stays. Raises gate.Denied, gate.NotHere, BadExit (it took effect)."""
    with _recorded(who, departure) as (passage, found):
        if found.ended_at is not None:
            raise BadExit(_("Her rights have ended already; hiring her again is a change of her post."))
        found.cancelled_at = timezone.now()
        found.save(update_fields=["cancelled_at"])
        _give_back_last_days(found)
        passage.about("exit.cancelled")
        return found


def tend(departure: UUID) -> None:
    """Let an exit take effect whose day has come; a second look at it changes nothing."""
    with gate.passage(gate.HOUSE, Action.LEAVE_RECORD, writes=True) as passage:
        found = queries.locked(departure)
        passage.saw([found.pk], kind="departure")
        due = found.cancelled_at is None and found.from_day <= timezone.localdate()
        lying = _end(passage, found) if due else []
    _clear_away(lying)


def open_file(account: UUID) -> str:
    """Why somebody who has left is not hired again yet, in words; empty where nothing stands against it."""
    found = queries.own(account)
    return _("Exit %(number)s is not closed yet.") % {"number": found.number} if found else ""


@contextmanager
def _recorded(who: gate.Identity, departure: UUID) -> Iterator[tuple[gate.Passage, Departure]]:
    """A passage for changing an exit that is not closed, with its row locked."""
    with gate.passage(
        who, Action.LEAVE_RECORD, other_person=queries.person_of(departure), writes=True
    ) as passage:
        found = queries.locked_open(departure)
        passage.saw([found.pk], kind="departure")
        yield passage, found


def _check_words(wish: Wish) -> None:
    if wish.cause not in Cause.values:
        raise BadExit(_("Choose why."))
    check_day(wish.from_day, today=timezone.localdate())


def _people(wish: Wish) -> list[Staff]:
    """Her accounts, held, of which an exit can be recorded. Raises gate.NotHere, BadExit."""
    accounts = accounts_of(wish.person)
    people = queries.lock_people(accounts, NEEDED)
    if not people:
        raise gate.NotHere
    _check_not_gone(people)
    _check_successors(people)
    handing.check_other(accounts, to=wish.tasks_to)
    return people


def _check_not_gone(people: list[Staff]) -> None:
    first = people[0].same_person_as_id or people[0].pk
    known = queries.open_exits().filter(person_id=first).first()
    if known is not None:
        raise BadExit(_("This exit is recorded already, as %(number)s.") % {"number": known.number})
    if all(one.status == Status.LEFT for one in people):
        raise BadExit(_("This person has left already."))


def _check_successors(people: list[Staff]) -> None:
    """Nobody goes who is the last in a post that the company cannot be without."""
    going = {one.pk for one in people}
    roles = {one.role for one in people if one.is_in_post} & set(NEEDED)
    leaving = set(queries.open_exits().values_list("person_id", flat=True))
    others = Staff.objects.in_post().filter(role__in=roles).exclude(pk__in=going)
    staying = {one.role for one in others if (one.same_person_as_id or one.pk) not in leaving}
    for role in sorted(roles - staying):
        raise BadExit(
            _("This is the last person in post as %(post)s: hire a successor first.")
            % {"post": Role(role).label}
        )


def _enter(who: gate.Identity, wish: Wish, people: list[Staff]) -> Departure:
    first = people[0].same_person_as_id or people[0].pk
    years = settings.TRADE_SECRET_YEARS
    return numbered(
        PREFIX,
        lambda number: Departure.objects.create(
            number=number,
            person_id=first,
            cause=wish.cause,
            from_day=wish.from_day,
            secrets_until=years_after(wish.from_day, years),
            recorded_by_id=who.person,
            recorded_at=timezone.now(),
        ),
        otherwise=BadExit,
    )


def _begin(passage: gate.Passage, departure: Departure) -> list[Export]:
    """List the connected systems as open tasks, tell who has work; end her rights if it is today."""
    Revocation.objects.bulk_create(
        Revocation(departure=departure, system=system) for system in System.objects.filter(active=True)
    )
    concerned = [*queries.in_role(Role.OFFICER), *queries.in_role(Role.HR)]
    page = reverse("leaving:file", args=[departure.pk])
    going = set(accounts_of(departure.person_id))
    told = [one for one in concerned if one not in going]
    notify(to=told, kind=Kind.LEAVE_RECORDED, reference=departure.number, url=page)
    if departure.from_day <= timezone.localdate():
        return _end(passage, departure)
    _name_last_day(departure, going)
    notify(to=going, kind=Kind.LEAVE_SIGN, reference=departure.number, url=reverse("leaving:own"))
    jobs.at_its_time(departure.pk, start_of(departure.from_day))
    return []


def _name_last_day(departure: Departure, accounts: Collection[UUID]) -> None:
    """Her accounts get the last day the gate asks for: it passes by itself, with or without a worker."""
    people = Staff.objects.filter(pk__in=accounts)
    departure.last_days = {
        str(account): until and until.isoformat() for account, until in people.values_list("pk", "until")
    }
    departure.save(update_fields=["last_days"])
    last = departure.from_day - A_DAY
    people.filter(Q(until=None) | Q(until__gt=last)).update(until=last)


def _give_back_last_days(departure: Departure) -> None:
    """As before the exit was planned; a last day that personnel changed meanwhile stays."""
    for account, until in departure.last_days.items():
        Staff.objects.filter(pk=account, until=departure.from_day - A_DAY).update(until=until)


def _end(passage: gate.Passage, departure: Departure) -> list[Export]:
    """End every right of every account, once. Returns the files of hers that still lie in the house."""
    if departure.ended_at is not None:
        return []
    accounts = accounts_of(departure.person_id)
    handed = {"handed": handing.carry_out(passage, departure, accounts)}
    ended = _end_accounts(accounts) | handed | departing.end_all(accounts, by=departure.recorded_by_id)
    lying = list(Export.objects.filter(maker__in=accounts, destroyed_at=None))
    _end_standing(departure.person_id)
    departure.ended_at = timezone.now()
    departure.save(update_fields=["ended_at"])
    queries.waiting_transfers(accounts).update(cancelled_at=departure.ended_at)
    Ending.objects.bulk_create(
        Ending(departure=departure, what=what, count=count, at=departure.ended_at)
        for what, count in (ended | {"files": len(lying)}).items()
    )
    passage.counts |= {what: count for what, count in ended.items() if count}
    passage.about("exit.ended")
    return lying


def _end_accounts(accounts: Sequence[UUID]) -> dict[str, int]:
    people = Staff.objects.filter(pk__in=accounts)
    live = people.exclude(session_digest="").count()
    places, _by_table = Assignment.objects.filter(staff__in=accounts).delete()
    left = people.update(status=Status.LEFT, raised_by=None, session_digest="")
    return {"accounts": left, "sessions": live, "places": places}


def _end_standing(person: UUID) -> None:
    """Whoever is hired again learns and signs anew."""
    for code in codes.CODES:
        standing.end(person, code)


def _clear_away(lying: Iterable[Export]) -> None:
    """Destroy files she did not take; the hourly clearing finds what a killed process leaves."""
    for export in lying:
        exports.clear_away(gate.HOUSE, export=export)


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def years_after(day: date, years: int) -> date:
    """The same day years later; the 29th of February becomes the 1st of March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
