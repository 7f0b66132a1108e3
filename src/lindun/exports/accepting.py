"""Before a file or its password is given, whoever gets it accepts the company's rules for receivers (USE-05).

For each file anew: the acceptance says who, for which file, which version and when, and stays.
"""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from lindun import gate
from lindun.exports import queries
from lindun.exports.models import Acceptance, Export
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Staff
from lindun.sharing import receiving

NOT_ACCEPTED = "export.rules_not_accepted"


class RulesNotAccepted(gate.NotHere):
    """Nothing is given before the rules are accepted; recorded as a refusal that says so."""

    reason = NOT_ACCEPTED


def accepted(export: Export, *, by: UUID) -> bool:
    """Whether this person accepted the newest version for this file."""
    return Acceptance.objects.filter(export=export, staff_id=by, rules=receiving.current()).exists()


def demand(export: Export, *, by: UUID) -> None:
    """Raise RulesNotAccepted unless it is accepted."""
    if not accepted(export, by=by):
        raise RulesNotAccepted(NOT_ACCEPTED)


def accept(who: gate.Identity, *, export: UUID, version: int) -> bool:
    """Accept the rules for a file one may take, or whose password one may tell.

    False, nothing stored: a newer version stands. Raises gate.Denied, gate.NotHere.
    """
    with gate.passage(who, Action.EXPORT_ACCEPT, writes=True) as passage:
        found = queries.seen_by(export, Staff.objects.get(pk=who.person))
        if not queries.is_given_to(who.person, found):
            raise gate.NotHere
        rules = receiving.current()
        passage.place = queries.place_of(found)
        passage.saw([export], kind="export")
        current = version == rules.version
        passage.about(f"rules.v{version}" if current else "rules.outdated")
        if current:
            Acceptance.objects.get_or_create(
                export=found,
                staff_id=who.person,
                rules=rules,
                defaults={
                    "community_id": found.community_id,
                    "building_id": found.building_id,
                    "at": timezone.now(),
                },
            )
        return current
