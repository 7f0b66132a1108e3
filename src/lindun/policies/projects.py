"""Special confidential tasks: who belongs to one, who signed its undertaking, what is kept about it."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from lindun import gate
from lindun.gate.own import own
from lindun.gate.vocabulary import Action
from lindun.notifications.actions import notify
from lindun.notifications.kinds import Kind as Told
from lindun.organisation.models import Staff
from lindun.policies import clauses, promising
from lindun.policies.models import (
    MOST_CHARACTERS,
    MOST_NOTE,
    MOST_WORDS,
    Member,
    Note,
    Project,
    Signature,
)
from lindun.requests.actions import clean


class BadProject(Exception):
    """It cannot be done with this project like this; the message says what to change."""


class NotSigned(gate.NotHere):
    """To somebody who has not signed its undertaking, nothing of a project exists but the undertaking."""

    reason = "project.not_signed"


def open_project(who: gate.Identity, *, name: str, undertaking: str) -> Project:
    """Open a special task that one leads oneself; its lead is its first member, and signs like any other.

    Raises gate.Denied, BadProject, clauses.BadText.
    """
    name = clean(name.strip()).text[:MOST_WORDS]
    undertaking = clauses.tidy(undertaking)
    if not name or len(undertaking) > MOST_CHARACTERS:
        raise BadProject(_("Give it a name, and an undertaking of at most 30,000 characters."))
    clauses.name_nobody(undertaking)
    clauses.read(undertaking)
    with gate.passage(who, Action.PROJECT_OPEN, writes=True) as passage:
        now = timezone.now()
        project = Project.objects.create(
            number=f"XM-{timezone.localtime(now):%m%d}-{secrets.token_hex(4).upper()}",
            name=name,
            undertaking=undertaking,
            lead_id=who.person,
            opened_at=now,
        )
        Member.objects.create(project=project, staff_id=who.person, added_by_id=who.person, added_at=now)
        passage.saw([project.pk], kind="project")
        return project


def add_member(who: gate.Identity, *, project: UUID, staff: UUID) -> Member:
    """Put somebody in post on the list; she is told, and sees nothing before she has signed.

    Raises gate.Denied, gate.NotHere (not one's own project), BadProject.
    """
    with gate.passage(who, Action.PROJECT_OPEN, writes=True) as passage:
        found = _led_by(who, project)
        person = Staff.objects.in_post().filter(pk=staff).first()
        if person is None:
            raise BadProject(_("Choose somebody in post."))
        try:
            with transaction.atomic():
                member = Member.objects.create(
                    project=found, staff=person, added_by_id=who.person, added_at=timezone.now()
                )
        except IntegrityError as twice:
            raise BadProject(_("She is on the list already.")) from twice
        passage.saw([project], kind="project")
        passage.saw([staff], kind="staff")
        passage.about("member.added")
        notify(to=[staff], kind=Told.PROJECT_JOINED, reference=found.number, url=_page(project))
        return member


def remove_member(who: gate.Identity, *, project: UUID, member: UUID) -> None:
    """Take somebody off the list: from the next passage on nothing of it exists for her."""
    with gate.passage(who, Action.PROJECT_OPEN, writes=True) as passage:
        _led_by(who, project)
        found = Member.objects.filter(pk=member, project_id=project, removed_at=None).first()
        if found is None:
            raise gate.NotHere
        found.removed_at = timezone.now()
        found.save(update_fields=["removed_at"])
        passage.saw([project], kind="project")
        passage.saw([found.staff_id], kind="staff")
        passage.about("member.removed")


def sign(who: gate.Identity, *, project: UUID, proof: gate.Identity) -> Signature:
    """Sign the undertaking of a project one is on. Raises gate.Denied, gate.NotHere, BadPromise."""
    with gate.passage(who, Action.PROJECT_SIGN, writes=True) as passage, own(who, Action.PROJECT_SIGN):
        member = membership(who, project)
        promising.check_proof(who, proof)
        if has_signed(member):
            raise promising.SignedAlready(_("You have signed this undertaking already."))
        with override(promising.BINDING):
            title = _("Undertaking for %(project)s") % {
                "project": f"{member.project.name} ({member.project.number})"
            }
        signed = promising.write(who, proof, title=title, text=member.project.undertaking, member=member.pk)
        passage.saw([project], kind="project")
        passage.saw([signed.pk], kind="signature")
        notify(
            to=[member.project.lead_id],
            kind=Told.PROJECT_SIGNED,
            reference=member.project.number,
            url=_page(project),
        )
        return signed


def write_note(who: gate.Identity, *, project: UUID, words: str) -> Note:
    """Keep something about a project, personal data masked. Raises gate.Denied, NotSigned, BadProject."""
    kept = clean(words.strip()).text[:MOST_NOTE]
    with gate.passage(who, Action.PROJECT_WRITE, writes=True) as passage, own(who, Action.PROJECT_WRITE):
        member = membership(who, project)
        if not has_signed(member):
            raise NotSigned
        if not kept or member.project.closed_at is not None:
            raise BadProject(_("There is nothing to keep, or the task is closed."))
        passage.saw([project], kind="project")
        return Note.objects.create(project_id=project, author_id=who.person, words=kept, at=timezone.now())


def close(who: gate.Identity, *, project: UUID) -> None:
    """End a task: its list and notes stay as they are."""
    with gate.passage(who, Action.PROJECT_OPEN, writes=True) as passage:
        found = _led_by(who, project)
        if found.closed_at is not None:
            raise BadProject(_("The task is closed."))
        found.closed_at = timezone.now()
        found.save(update_fields=["closed_at"])
        passage.saw([project], kind="project")
        passage.about("project.closed")


def mine(person: UUID) -> list[Member]:
    """The projects somebody is on now, the newest first, each with `signed`."""
    found = Member.objects.filter(staff_id=person, removed_at=None).select_related("project__lead")
    return list(found.annotate(signed=_signed()).order_by("-project__opened_at"))


def membership(who: gate.Identity, project: UUID) -> Member:
    """One's own place on a project. Raises gate.NotHere: to others it does not exist."""
    found = Member.objects.filter(project_id=project, staff_id=who.person, removed_at=None)
    member = found.select_related("project__lead").first()
    if member is None:
        raise gate.NotHere
    return member


def members(project: UUID) -> QuerySet[Member]:
    """Everybody who is or was on it, with when she signed."""
    signed = Prefetch("signature", Signature.objects.only("at", "member_id"))
    return Member.objects.filter(project_id=project).select_related("staff").prefetch_related(signed)


def has_signed(member: Member) -> bool:
    return Signature.objects.filter(member=member).exists()


def notes(project: UUID) -> QuerySet[Note]:
    """What is kept about it; the database gives none to whoever has not signed."""
    return Note.objects.filter(project_id=project).select_related("author")


def candidates(project: UUID) -> list[Staff]:
    """Whom the lead may still put on the list."""
    there = Member.objects.filter(project_id=project, staff=OuterRef("pk"), removed_at=None)
    return list(Staff.objects.in_post().filter(~Exists(there)).order_by("number"))


def _signed() -> Exists:
    return Exists(Signature.objects.filter(member=OuterRef("pk")))


def _led_by(who: gate.Identity, project: UUID) -> Project:
    found = Project.objects.select_for_update().filter(pk=project, lead_id=who.person).first()
    if found is None:
        raise gate.NotHere
    return found


def _page(project: UUID) -> str:
    return reverse("policies:project", args=[project])
