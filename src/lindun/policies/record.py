"""What this app tells of a person: when she acknowledged and signed what. Runs inside somebody's passage."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from lindun.personnel.registry import Fact
from lindun.policies.models import Acknowledgement, Signature


def of(account: UUID) -> list[Fact]:
    """Dated facts about one account, as the confidentiality file shows them."""
    return [*_acknowledged(account), *_signed(account)]


def _acknowledged(account: UUID) -> Iterator[Fact]:
    for done in Acknowledgement.objects.filter(staff_id=account).select_related("text"):
        said = {"text": done.text.get_kind_display(), "number": done.text.number}
        yield Fact(done.at, _("Acknowledged: %(text)s, version %(number)s") % said)


def _signed(account: UUID) -> Iterator[Fact]:
    for signed in Signature.objects.filter(staff_id=account).select_related("text", "member__project"):
        if signed.text is not None:
            words = _("Signed the pledge, version %(number)s") % {"number": signed.text.number}
        elif signed.member is not None:
            words = _("Signed the undertaking of %(number)s") % {"number": signed.member.project.number}
        yield Fact(signed.at, words)
