"""What can stand against a partner, as reason codes: of the partner itself, and of one consent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

NOT_OPENED, BLOCKED = "partner.not_opened", "partner.blocked"
BEFORE_OPENING: dict[str, StrPromise] = {
    "partner.person_missing": _("The partner has named no confidentiality person."),
    "partner.contract_missing": _("No contract with the partner is in force."),
    "partner.clauses_missing": _("The confidentiality clause of the contract is not confirmed in all parts."),
    "partner.agreement_missing": _("No confidentiality agreement with the partner is in force."),
    "partner.agreement_expired": _("The confidentiality agreement with the partner has ended."),
    "partner.assessment_missing": _("The partner was not assessed before entry."),
    "partner.assessment_failed": _("The partner fails a mandatory item, and no waiver is in force."),
    "partner.check_overdue": _("The yearly check of the partner is overdue."),
}
OF_PARTNER: dict[str, StrPromise] = {
    **BEFORE_OPENING,
    NOT_OPENED: _("The partner's account is not opened."),
    BLOCKED: _("The partner is blocked; nothing is shared with it."),
}
OF_CONSENT: dict[str, StrPromise] = {
    "partner.consent_not_signed": _("The written consent is not signed."),
    "partner.consent_over": _("The written consent has ended, was refused or was taken back."),
    "partner.contract_over": _("The contract that the consent belongs to is not in force."),
    "partner.consent_missing": _("There is no written consent for it."),
    "partner.recipient_gone": _("This person of the partner may not receive anything any more."),
}
CLOSING: dict[str, StrPromise] = OF_PARTNER | OF_CONSENT
UNKNOWN, BEYOND = "partner.consent_unknown", "partner.beyond_consent"
NOBODY_RECEIVES = "partner.nobody_receives"
SENTENCES: dict[str, StrPromise] = {
    **CLOSING,
    NOBODY_RECEIVES: _("Nobody of the partner is entered as receiving work orders."),
    UNKNOWN: _("There is no such written consent."),
    BEYOND: _("The written consent does not name this item, or is for another purpose."),
}
