"""What people type about cases."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from lindun.assets.models import MOST_WORDS as MOST_LEAD
from lindun.conduct.actions import Asked, Report
from lindun.conduct.deciding import Verdict
from lindun.conduct.ladder import Gravity, Intent, Proposal, Rung
from lindun.conduct.models import MOST_NAME, MOST_STATEMENT, MOST_WORDS, Answer, Case, Heard, Terms, Type
from lindun.partners.breaches import Remedies
from lindun.partners.models import Partner
from lindun.web.days import DayField

QUIET = {"autocomplete": "off", "spellcheck": "false"}
DAY = "%Y-%m-%d"
MONTH = "%Y-%m"


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format=DAY)


class _Month(forms.DateInput):
    input_type = "month"

    def __init__(self) -> None:
        super().__init__(format=MONTH)


def _line(label: Any, *, most: int = MOST_NAME, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.TextInput(attrs=QUIET), **more)


def _words(label: Any, *, most: int = MOST_WORDS, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs=QUIET), **more)


def _yuan(label: Any, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        max_digits=12,
        decimal_places=2,
        min_value=Decimal(0),
        widget=forms.TextInput(attrs=QUIET | {"inputmode": "decimal"}),
        **more,
    )


def _one_of(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)


class ReportForm(forms.Form):
    accused = _line(_("Member of staff"), required=False)
    partner = forms.TypedChoiceField(label=_("Or a partner"), coerce=UUID, empty_value=None, required=False)
    type = forms.ChoiceField(label=_("Which violation"), choices=[("", ""), *Type.choices])
    intent = forms.ChoiceField(
        label=_("Wilful or careless"), choices=Intent.choices, widget=forms.RadioSelect
    )
    gravity = forms.ChoiceField(label=_("How grave"), choices=Gravity.choices, widget=forms.RadioSelect)
    happened_on = DayField(label=_("Happened on"), input_formats=[DAY], widget=_Day())
    what = _words(_("What happened"))
    entry = forms.UUIDField(required=False, widget=forms.HiddenInput)
    incident = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, partners: Iterable[Partner], **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.fields["partner"].choices = [("", "—"), *map(_named, partners)]  # type: ignore[attr-defined]

    def report(self) -> Report:
        return Report(**self.cleaned_data)


class EvidenceForm(forms.Form):
    """An account in words; a ledger entry by its id; or a document, of which the fingerprint is kept."""

    words = _line(_("What it is, or what you saw"), most=MOST_WORDS, required=False)
    entry = forms.UUIDField(label=_("Ledger entry"), required=False, widget=forms.TextInput(attrs=QUIET))
    file = forms.FileField(label=_("Document"), required=False)


class HeardForm(forms.Form):
    """A spoken statement or a refusal, taken down with a witness."""

    kind = forms.ChoiceField(
        label=_("How"),
        choices=[(kind.value, kind.label) for kind in (Heard.SPOKEN, Heard.REFUSED)],
        widget=forms.RadioSelect,
    )
    words = _words(_("What was said"), most=MOST_STATEMENT, required=False)
    witness = _line(_("Witness"))


class StatementForm(forms.Form):
    words = _words(_("What you have to say"), most=MOST_STATEMENT)


class ReplyForm(forms.Form):
    reply = forms.ChoiceField(choices=[("accept", ""), ("appeal", "")])
    words = _words(_("Why you appeal"), most=MOST_STATEMENT, required=False)


class VerdictForm(forms.Form):
    """A decision; it opens with what is proposed."""

    confirmed = forms.ChoiceField(
        label=_("Finding of the case"),
        choices=[("yes", _("There was a violation")), ("no", _("There was none"))],
        widget=forms.RadioSelect,
        initial="yes",
    )
    rung = forms.TypedChoiceField(
        label=_("Measure"), coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )
    correct_at_once = forms.BooleanField(label=_("Correct at once"), required=False)
    remove_effects = forms.BooleanField(label=_("Remove the effects"), required=False)
    legal_action = forms.BooleanField(label=_("Take legal action"), required=False)
    loss = _yuan(_("Loss shown (yuan)"), required=False)
    compensation = _yuan(_("To be made good (yuan)"), required=False)
    why = _words(_("Reasons"), required=False)

    def __init__(self, data: Any = None, *, proposal: Proposal | None, shown: Iterable[Rung]) -> None:
        rungs = [(rung.value, rung.label) for rung in shown] if proposal else []
        initial: dict[str, Any] = {"correct_at_once": True, "remove_effects": True}
        if proposal:
            initial = dict.fromkeys(initial, proposal.at_once) | {"rung": proposal.rung.value}
        super().__init__(data, initial=initial)
        self.fields["rung"].choices = rungs  # type: ignore[attr-defined]

    def verdict(self, remedies: Remedies | None) -> Verdict:
        said = dict(self.cleaned_data) | {"remedies": remedies}
        said["confirmed"] = said["confirmed"] == "yes"
        if not said["confirmed"]:
            said["rung"] = None
        return Verdict(**said)


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Answer"), choices=Answer.choices, widget=forms.RadioSelect)
    rung = forms.TypedChoiceField(label=_("Lighter measure"), coerce=int, empty_value=None, required=False)
    words = _words(_("Reasons"))

    def __init__(self, data: Any = None, *, lighter: Iterable[Rung]) -> None:
        super().__init__(data)
        self.fields["rung"].choices = [("", ""), *((rung.value, rung.label) for rung in lighter)]  # type: ignore[attr-defined]


class DeductionForm(forms.Form):
    month = DayField(label=_("Month"), input_formats=[MONTH, DAY], widget=_Month())
    pay = _yuan(_("Pay of the month (yuan)"))
    amount = _yuan(_("Deduction (yuan)"))


class InquiryForm(forms.Form):
    authority = _line(_("Who asked"))
    reference = _line(_("Number of the letter"))
    given = _line(_("What was answered"), most=MOST_WORDS)
    answered_on = DayField(label=_("Answered on"), input_formats=[DAY], widget=_Day())
    answered_by = _line(_("Answered by"))

    def asked(self) -> Asked:
        return Asked(**self.cleaned_data)


class CompanyForm(forms.Form):
    shown = forms.TypedMultipleChoiceField(
        label=_("Measures in use"), coerce=int, choices=Rung.choices, widget=forms.CheckboxSelectMultiple
    )
    appeal_days = forms.IntegerField(
        label=_("Days for an appeal"), min_value=3, max_value=60, widget=forms.NumberInput(attrs=QUIET)
    )
    minimum_wage = _yuan(_("Local minimum wage (yuan a month)"), required=False)

    @classmethod
    def of(cls, terms: Terms, shown: Iterable[Rung]) -> CompanyForm:
        known = {"appeal_days": terms.appeal_days, "minimum_wage": terms.minimum_wage}
        return cls(initial=known | {"shown": [rung.value for rung in shown]})


def _named(partner: Partner) -> tuple[str, str]:
    """A partner as it is known, with the names it had: none of them hides it."""
    names = [partner.name, *reversed(partner.former)]
    return str(partner.pk), f"{' / '.join(names)} · {partner.number}"


class LeadForm(forms.Form):
    words = _line(_("Why no case comes of it"), most=MOST_LEAD)


def lighter_than(case: Case, shown: Iterable[Rung]) -> list[Rung]:
    decided = getattr(case, "decision", None)
    return [rung for rung in shown if decided and decided.rung and rung < decided.rung]
