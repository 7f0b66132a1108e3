"""The internal notice: made from codes alone, so that it names no resident, no complainant, nobody."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from lindun import gate
from lindun.conduct import queries
from lindun.conduct.actions import BadCase, look_up
from lindun.conduct.ladder import HEAVIER
from lindun.conduct.models import Bulletin, Case, Naming, Stage
from lindun.gate.vocabulary import Action


def draft(found: Case) -> str:
    """Role, act and measure and nothing more; the name too once personnel has approved naming.

    In the language of the house, whoever drafts it. Free words of the case never enter it.
    """
    with translation.override(settings.LANGUAGE_CODE):
        post = found.accused.get_role_display() if found.accused else _("a partner")
        whom = f"{post} {found.accused.name}" if found.accused and hasattr(found, "naming") else post
        return _("Post: %(post)s. Act: %(act)s (%(intent)s). Measure: %(measure)s.") % {
            "post": whom,
            "act": found.get_type_display(),
            "intent": found.get_intent_display(),
            "measure": found.rung.label if found.rung else "-",
        }


def may_publish(found: Case) -> bool:
    """Whether there is something to publish: a measure that is final and is an internal notice or heavier."""
    final = found.stage(timezone.now()) in {Stage.FINAL, Stage.CLOSED}
    return final and found.rung is not None and found.rung >= HEAVIER and not hasattr(found, "bulletin")


def approve_naming(who: gate.Identity, *, case: UUID) -> Naming:
    """Personnel agrees that the notice names the person. Raises gate.Denied, gate.NotHere, BadCase."""
    known = look_up(who, case)
    with gate.passage(who, Action.CASE_NAME, other_person=known.accused_id, writes=True) as passage:
        found = queries.locked(case)
        if not may_publish(found) or hasattr(found, "naming") or not found.accused_id:
            raise BadCase(_("There is no notice here whose person could be named."))
        passage.saw([case], kind="case")
        return Naming.objects.create(case=found, by_id=who.person, at=timezone.now())


def publish(who: gate.Identity, *, case: UUID) -> Bulletin:
    """Publish the notice as it is drafted. Raises gate.Denied, gate.NotHere, BadCase."""
    known = look_up(who, case)
    with gate.passage(who, Action.CASE_PUBLISH, other_person=known.accused_id, writes=True) as passage:
        found = queries.locked(case)
        if not may_publish(found):
            raise BadCase(
                _("A notice is published when the measure is final and at least an internal notice.")
            )
        passage.saw([case], kind="case")
        named = hasattr(found, "naming")
        passage.about("notice.named" if named else "notice.unnamed")
        return Bulletin.objects.create(
            case=found, text=draft(found), named=named, by_id=who.person, at=timezone.now()
        )
