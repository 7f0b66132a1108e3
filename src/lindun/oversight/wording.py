"""Ledger entries in words: names for ids, sentences for codes, looked up at once for a whole page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lindun.catalogue import queries as catalogue
from lindun.catalogue.models import Way
from lindun.core.marking import SCHEMES, Level
from lindun.core.tlog import Entry
from lindun.estates import queries as estates
from lindun.gate.vocabulary import Action
from lindun.ledger.queries import Stored
from lindun.orders import queries as orders
from lindun.organisation import queries as organisation
from lindun.organisation import words as posts
from lindun.oversight.queries import REFUSED, moment_of
from lindun.oversight.terms import COUNTS, KINDS, chosen
from lindun.requests.models import LookupReason
from lindun.requests.remarks import kinds_in_words
from lindun.sharing import queries as sharing
from lindun.web import deeds, levels, navigation, reasons

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

STAFF, LINK, CLIENT = "staff:", "link:", "client:"
FOUND = "found."  # a kind of data that was taken out of a text
SHORT = 8  # last characters of an id: enough to tell two apart on a page
CODES: dict[str, StrPromise] = {
    "reason.no_task": gettext_lazy("without a task"),
    "approved": gettext_lazy("agreed"),
    "refused": gettext_lazy("turned down"),
    "released": gettext_lazy("by an approved request"),
    "answered": gettext_lazy("answered in writing"),
    "staff.hired": gettext_lazy("account opened"),
    "staff.listed": gettext_lazy("by a list of staff"),
    "list.corrected": gettext_lazy("columns corrected"),
    "list.namesakes": gettext_lazy("namesakes told apart"),
    "list.done": gettext_lazy("carried out"),
    "list.cancelled": gettext_lazy("cancelled"),
    "list.refused": gettext_lazy("the file was refused"),
    "company.founded": gettext_lazy("first accounts"),
    "purpose.asked": gettext_lazy("purpose asked"),
    "trace.exported": gettext_lazy("saved as a file"),
    "report.exported": gettext_lazy("handling report saved as a file"),
    "channel.board": gettext_lazy("notice board"),
    "channel.lift": gettext_lazy("lift poster"),
    "channel.group": gettext_lazy("residents' group"),
    "channel.mail": gettext_lazy("mail or letter"),
    "exit.paper": gettext_lazy("paper"),
    "exit.device": gettext_lazy("device or storage medium"),
    "exit.screen": gettext_lazy("screen used off site"),
    "exit.none": gettext_lazy("no such permit"),
    "exit.valid": gettext_lazy("may leave"),
    "exit.early": gettext_lazy("before its time"),
    "sheet.overdue": gettext_lazy("past its time"),
    "exit.over": gettext_lazy("past its return time"),
    "exit.returned": gettext_lazy("returned"),
    "exit.waiting": gettext_lazy("not approved"),
    "exit.refused": gettext_lazy("was refused"),
    "cause.resigned": gettext_lazy("resigned"),
    "cause.ended": gettext_lazy("contract or assignment ended"),
    "cause.dismissed": gettext_lazy("dismissed"),
    "cause.retired": gettext_lazy("retired"),
    "cause.other": gettext_lazy("other reason"),
    "exit.ended": gettext_lazy("all rights ended"),
    "exit.task_handed": gettext_lazy("a colleague goes on with a task"),
    "exit.task_closes": gettext_lazy("a task closes with the exit"),
    "exit.cancelled": gettext_lazy("taken back"),
    "exit.interviewed": gettext_lazy("reminded of her duties"),
    "exit.deleted": gettext_lazy("file declared deleted"),
    "exit.revoked": gettext_lazy("account in a connected system revoked"),
    "exit.closed": gettext_lazy("file closed"),
    "pledge.credentials": gettext_lazy("pledge signed with credentials"),
    "pledge.paper": gettext_lazy("pledge signed on paper"),
    "pledge.refused": gettext_lazy("pledge refused"),
    "pledge.witnessed": gettext_lazy("refusal witnessed"),
    "pledge.refusal_authorised": gettext_lazy("refusal authorised"),
    "transfer.done": gettext_lazy("carried out"),
    "transfer.cancelled": gettext_lazy("taken back"),
    "asset.computer": gettext_lazy("computer"),
    "asset.phone": gettext_lazy("telephone"),
    "asset.medium": gettext_lazy("storage medium"),
    "asset.key": gettext_lazy("key or access card"),
    "asset.seal": gettext_lazy("company seal"),
    "asset.papers": gettext_lazy("paper files"),
    "asset.other": gettext_lazy("other thing"),
    "asset.returned": gettext_lazy("returned"),
    "incident.passed_on": gettext_lazy("held by somebody else"),
    "incident.lost": gettext_lazy("lost"),
    "incident.kept": gettext_lazy("not handed back"),
    "incident.barred": gettext_lazy("not approved"),
    "entry.item": gettext_lazy("a new kind of data"),
    "entry.purpose": gettext_lazy("a new purpose"),
    "level.1": gettext_lazy("level L1"),
    "level.2": gettext_lazy("level L2"),
    "level.3": gettext_lazy("level L3"),
    "level.4": gettext_lazy("level L4"),
    "order.opened": gettext_lazy("task opened"),
    "order.changed": gettext_lazy("task changed"),
    "order.unchanged": gettext_lazy("nothing new"),
    "order.closed": gettext_lazy("task closed"),
    "case.asked": gettext_lazy("asked for a statement"),
    "case.inquiry": gettext_lazy("official inquiry"),
    "case.confirmed": gettext_lazy("violation confirmed"),
    "case.not_confirmed": gettext_lazy("no violation"),
    "case.accepted": gettext_lazy("accepted"),
    "case.appealed": gettext_lazy("appealed"),
    "case.deduction": gettext_lazy("deduction from pay"),
    "appeal.kept": gettext_lazy("the decision stands"),
    "appeal.lightened": gettext_lazy("a lighter measure"),
    "appeal.lifted": gettext_lazy("lifted"),
    "evidence.words": gettext_lazy("account in words"),
    "evidence.entry": gettext_lazy("entry of the ledger"),
    "evidence.document": gettext_lazy("document by its fingerprint"),
    "notice.named": gettext_lazy("with the name"),
    "notice.unnamed": gettext_lazy("without a name"),
    "ladder.changed": gettext_lazy("ladder changed"),
    "partner.entered": gettext_lazy("partner entered"),
    "partner.changed": gettext_lazy("name or owner changed"),
    "partner.renamed": gettext_lazy("another name"),
    "partner.person_added": gettext_lazy("somebody put on the list"),
    "partner.person_removed": gettext_lazy("somebody taken off the list"),
    "contract.entered": gettext_lazy("contract entered"),
    "contract.clauses": gettext_lazy("confidentiality clause"),
    "contract.ended": gettext_lazy("contract ended early"),
    "contract.certified": gettext_lazy("certificate entered"),
    "agreement.entered": gettext_lazy("agreement entered"),
    "assessment.passed": gettext_lazy("assessment passed"),
    "assessment.failed": gettext_lazy("assessment not passed"),
    "opening.asked": gettext_lazy("account asked for"),
    "opening.agreed": gettext_lazy("account opened"),
    "opening.refused": gettext_lazy("account refused"),
    "waiver.asked": gettext_lazy("waiver asked for"),
    "waiver.agreed": gettext_lazy("waiver given"),
    "waiver.refused": gettext_lazy("waiver refused"),
    "consent.asked": gettext_lazy("consent asked for"),
    "consent.agreed": gettext_lazy("consent signed"),
    "consent.refused": gettext_lazy("consent refused"),
    "consent.withdrawn": gettext_lazy("consent taken back"),
    "breach.reported": gettext_lazy("leak reported"),
    "breach.confirmed": gettext_lazy("leak confirmed, access cut"),
    "breach.closed": gettext_lazy("case closed"),
    "remedy.deduct": gettext_lazy("deduction settled"),
    "remedy.end": gettext_lazy("end of cooperation settled"),
    "remedy.claim": gettext_lazy("claim settled"),
    "robot.added": gettext_lazy("robot added"),
    "robot.changed": gettext_lazy("robot changed"),
    "robot.stopped": gettext_lazy("robot stopped"),
    "robot.tested": gettext_lazy("test sent"),
    "link.for_staff": gettext_lazy("sent to a colleague"),
    "link.for_outsider": gettext_lazy("sent outside"),
    "link.bound": gettext_lazy("tied to this browser"),
    "link.turned_away": gettext_lazy("turned away"),
    "rules.outdated": gettext_lazy("a newer version was in force"),
    "way.call": gettext_lazy("for a call"),
    "call.under_way": gettext_lazy("a call was under way"),
    "call.kept": gettext_lazy("a wish to be connected goes on under the new link"),
    "call.no_provider": gettext_lazy("no provider: the desk was asked"),
    "call.for_the_desk": gettext_lazy("left to the desk"),
    "quiz.passed": gettext_lazy("quiz passed"),
    "quiz.missed": gettext_lazy("quiz not passed"),
    "training.at_once": gettext_lazy("to be learned at once"),
    "training.in_turn": gettext_lazy("learned when next due"),
    "plan.made": gettext_lazy("put into the training plan"),
    "plan.dropped": gettext_lazy("taken out of the training plan"),
    "trace.named": gettext_lazy("a copy was recognised"),
    "trace.nobody_named": gettext_lazy("no copy was recognised"),
    "export.ready": gettext_lazy("file ready"),
    "notes.shown": gettext_lazy("with its notes"),
    "undertaking.shown": gettext_lazy("undertaking only"),
    "published": gettext_lazy("published"),
    "poster.hung": gettext_lazy("poster hung"),
    "poster.replaced": gettext_lazy("poster replaced"),
    "poster.down": gettext_lazy("poster taken down"),
    "member.added": gettext_lazy("member added"),
    "member.removed": gettext_lazy("member removed"),
    "project.closed": gettext_lazy("special task closed"),
    "rights.removal": gettext_lazy("rights to be reduced"),
    "rights.kept": gettext_lazy("rights kept"),
    "post.created": gettext_lazy("post created"),
    "post.changed": gettext_lazy("post changed"),
    "post.responsible": gettext_lazy("responsible person named"),
    "post.deleted": gettext_lazy("post deleted"),
    "post.closed": gettext_lazy("post closed"),
    "unit.named": gettext_lazy("unit for confidentiality named"),
    "staff.employment": gettext_lazy("kind of employment changed"),
    "until.longer": gettext_lazy("term extended"),
    "until.kept_or_shorter": gettext_lazy("term kept or shortened"),
    "standing.vouched": gettext_lazy("taken over as met"),
    "before.none": gettext_lazy("no deputy before"),
    "before.deputy": gettext_lazy("a deputy before"),
    "request.withdrawn": gettext_lazy("request taken back"),
    "request.archived": gettext_lazy("request filed"),
    "password.given": gettext_lazy("new password given"),
    "work.failed": gettext_lazy("the work failed and was undone"),
}
SYSTEM: dict[str, StrPromise] = {
    "system.operator": gettext_lazy("operator of the server"),
    "system.anonymous": gettext_lazy("nobody signed in"),
}


@dataclass(frozen=True)
class Row:
    """One entry in words. `index`: its place in the ledger, None until it is sealed."""

    id: str
    index: int | None
    at: datetime
    who: str
    action: str
    refused: bool
    outcome: str
    subject: str
    items: str
    purpose: str
    task: str
    reasons: str
    place: str
    counts: str

    @property
    def url(self) -> str:
        return reverse("oversight:entry", args=[self.id])


class Wording:
    """Words for these entries. `tasks`: numbers by reference, where the reader's passage shows what for."""

    def __init__(self, stored: Sequence[Stored], *, tasks: Mapping[str, str] | None = None) -> None:
        entries = [each.entry for each in stored]
        self._staff = organisation.names(_staff_ids(entries))
        self._bearers = sharing.bearers(_link_ids(entries))
        self._clients = orders.names(_named(CLIENT, entries))
        self._items = {item.code: item.name for item in catalogue.items()}
        self._purposes = {purpose.code: purpose.name for purpose in catalogue.purposes()}
        self._places = estates.place_names()
        self._scheme = organisation.level_scheme()
        self._tasks = tasks or {}

    def row(self, stored: Stored) -> Row:
        entry = stored.entry
        return Row(
            id=entry.id,
            index=stored.index,
            at=moment_of(entry),
            who=self.who(entry),
            action=deeds.action(entry.action),
            refused=entry.outcome in REFUSED,
            outcome=deeds.outcome(entry.outcome),
            subject=self._subject(entry),
            items=_listed(self._items.get(code, code) for code in entry.items),
            purpose=self._purposes.get(entry.purpose or "", entry.purpose or ""),
            task=self._task(entry),
            reasons=self._reasons(entry),
            place=" ".join(self._places.get(place, place) for place in entry.place),
            counts=_listed(f"{COUNTS.get(name, name)} {count}" for name, count in entry.counts.items()),
        )

    def who(self, entry: Entry) -> str:
        if entry.actor.startswith(STAFF):
            return self._staff.get(UUID(entry.actor.removeprefix(STAFF)), _short(entry.actor))
        if entry.actor.startswith(LINK):
            bearer = self._bearers.get(UUID(entry.actor.removeprefix(LINK)), _short(entry.actor))
            return _("%(who)s, by a work-order link") % {"who": bearer}
        if entry.actor.startswith(CLIENT):
            name = self._clients.get(UUID(entry.actor.removeprefix(CLIENT)), _short(entry.actor))
            return _("%(who)s, a work-order system") % {"who": name}
        return str(SYSTEM.get(entry.actor) or posts.nobody())

    def _task(self, entry: Entry) -> str:
        return self._tasks.get(entry.task, _short(entry.task)) if entry.task else ""

    def _subject(self, entry: Entry) -> str:
        """One or two by name or short id; more as a number."""
        if len(entry.subjects) <= 2:
            return _listed(self._one(reference) for reference in entry.subjects)
        kind = entry.subjects[0].partition(":")[0]
        return f"{len(entry.subjects)} × {KINDS.get(kind, kind)}"

    def _one(self, reference: str) -> str:
        kind, _colon, key = reference.partition(":")
        if kind == "staff":
            return self._staff.get(UUID(key), _short(reference))
        if kind == "client":
            return self._clients.get(UUID(key), _short(reference))
        if reference in self._places:
            return self._places[reference]
        return f"{KINDS.get(kind, kind)} {key[-SHORT:]}"

    def _reasons(self, entry: Entry) -> str:
        if entry.outcome == "denied" and not entry.action.startswith("requests.remark"):
            said = [code for code in entry.reasons if not code.startswith(navigation.PAGE)]
            where = [navigation.label_of_code(code) for code in entry.reasons if code not in said]
            return " ".join([*where, *reasons.explain(said).sentences])
        if entry.action in {Action.STAFF_CHANGE, Action.STAFF_CONFIRM}:
            changed = posts.changes(entry.reasons, scheme=self._scheme)
            return _listed([*changed, *_known(entry.reasons)])
        steps = {code.partition(".")[0]: code.partition(".")[2] for code in entry.reasons}
        if {"before", "after"} <= steps.keys():
            step = f"{self._step(steps['before'])} → {self._step(steps['after'])}"
            return _listed([step, *_known(entry.reasons)])
        return _listed(_code(code) for code in entry.reasons)

    def _step(self, code: str) -> str:
        """A way of use, or a level scheme by its words."""
        if code in SCHEMES:
            return "/".join(dict.fromkeys(levels.word(level, code) for level in Level))
        return str(Way(code).label) if code in Way.values else _("not needed")


def _known(codes: Iterable[str]) -> list[str]:
    return [str(CODES[code]) for code in codes if code in CODES]


def _code(code: str) -> str:
    if code in CODES:
        return str(CODES[code])
    if code.startswith(FOUND):
        return kinds_in_words([code.removeprefix(FOUND).upper()])
    reason = dict(LookupReason.choices).get(code.removeprefix("reason."))
    if reason is not None:
        return str(reason)
    if words := chosen(code):
        return words
    return " ".join(reasons.explain([code]).sentences) if not reasons.without_words([code]) else code


def _listed(words: Iterable[str]) -> str:
    return _(", ").join(words)


def _short(reference: str) -> str:
    kind, _colon, key = reference.partition(":")
    return f"{KINDS.get(kind, kind)} {key[-SHORT:]}"


def _staff_ids(entries: Iterable[Entry]) -> set[UUID]:
    return _named(STAFF, entries)


def _link_ids(entries: Iterable[Entry]) -> set[UUID]:
    return _named(LINK, entries)


def _named(kind: str, entries: Iterable[Entry]) -> set[UUID]:
    """The ids of one kind among actors and subjects."""
    references = {entry.actor for entry in entries} | {each for entry in entries for each in entry.subjects}
    return {UUID(each.removeprefix(kind)) for each in references if each.startswith(kind)}
