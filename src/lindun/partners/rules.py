"""Who keeps partners, who asks for what opens and who agrees, and what stands in the way of a transfer."""

from collections.abc import Callable

from lindun.core.policy import Access, Condition, Consent, Reach
from lindun.gate.identity import OPERATOR
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Role
from lindun.partners.codes import BEYOND, CLOSING, UNKNOWN

KEEPING = {Role.MANAGER, Role.OFFICER, Role.GENERAL_MANAGER}
WATCHING = {Role.SUPERVISOR, Role.CASHIER, Role.AUDITOR}
DECIDING = {Role.OFFICER, Role.GENERAL_MANAGER}
SECOND = frozenset({Action.PARTNER_DECIDE, Action.WAIVER_DECIDE})
NAMING_ITEMS = frozenset({Action.ITEM_REVEAL, Action.EXPORT_MASK, Action.EXPORT_MAKE})
WAYS = ("ask.partner_owner",)


def register() -> None:
    rules.permit(Action.PARTNER_VIEW, KEEPING | WATCHING, Reach.PLACELESS)
    for action in (Action.PARTNER_KEEP, Action.PARTNER_ASK, Action.PARTNER_CUT, Action.BREACH_REPORT):
        rules.permit(action, KEEPING, Reach.PLACELESS)
    for action in (Action.PARTNER_DECIDE, Action.BREACH_CONFIRM):
        rules.permit(action, DECIDING, Reach.PLACELESS)
    rules.permit(Action.WAIVER_DECIDE, {Role.GENERAL_MANAGER}, Reach.PLACELESS)
    rules.permit(Action.PARTNER_TEND, {OPERATOR}, Reach.PLACELESS)
    rules.require(Condition("people.proposed_it", _not_who_asked, SECOND, ("ask.second_person",)))
    for code in CLOSING:
        rules.require(Condition(code, _open_for(code), ways_on=WAYS))
    rules.require(Condition(UNKNOWN, _consent_found, ways_on=WAYS))
    rules.require(Condition(BEYOND, _within_consent, NAMING_ITEMS, WAYS))


def _consents(access: Access) -> list[Consent]:
    """By which something is handed out: the one that is named, and that of the link that is borne."""
    errand = access.actor.errand
    return [each for each in (access.consent, errand.consent if errand else None) if each is not None]


def _not_who_asked(access: Access) -> bool:
    return access.proposed_by != access.actor.person


def _open_for(code: str) -> Callable[[Access], bool]:
    def holds(access: Access) -> bool:
        return all(code not in consent.closed for consent in _consents(access))

    return holds


def _consent_found(access: Access) -> bool:
    return access.consent is not None or not access.consent_named


def _within_consent(access: Access) -> bool:
    purpose = access.purpose.code if access.purpose else ""
    asked = {item.code for item in access.items}
    return all(consent.purpose == purpose and asked <= consent.items for consent in _consents(access))
