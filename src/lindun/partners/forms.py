"""What people type about partners."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lindun.catalogue.models import DataItem, Purpose
from lindun.organisation.models import Staff
from lindun.partners import questionnaire
from lindun.partners.breaches import Remedies
from lindun.partners.facts import today
from lindun.partners.models import MOST_NAME, MOST_REFERENCE, MOST_WORDS, Clause, Partner, RemedyKind
from lindun.web.days import DayField

DAYS_FOR = {RemedyKind.DEDUCT: 15, RemedyKind.END: 30, RemedyKind.CLAIM: 60}
QUIET = {"autocomplete": "off", "spellcheck": "false"}


def _text(label: Any, most: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.TextInput(attrs=QUIET), **more)


def _day(label: Any, **more: Any) -> DayField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return DayField(label=label, input_formats=["%Y-%m-%d"], widget=widget, **more)


def _ticks(label: Any, choices: Iterable[tuple[str, Any]], **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=list(choices), widget=forms.CheckboxSelectMultiple, **more
    )


class _WithPeople(forms.Form):
    """A form that names colleagues."""

    people_fields: tuple[str, ...] = ("owner",)

    def __init__(self, *arguments: Any, people: Iterable[Staff], **more: Any) -> None:
        super().__init__(*arguments, **more)
        choices = [(str(each.pk), f"{each.name} · {each.get_role_display()}") for each in people]
        for name in self.people_fields:
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class PartnerForm(_WithPeople):
    name = _text(_("Name of the firm"), MOST_NAME)
    registration = _text(
        _("Unified social credit code"), 24, help_text=_("18 characters, from its business licence.")
    )
    service = _text(_("What it does for us"), MOST_NAME)
    owner = forms.ChoiceField(label=_("Who looks after it"))


class ChangeForm(_WithPeople):
    name = _text(_("Name of the firm"), MOST_NAME)
    owner = forms.ChoiceField(label=_("Who looks after it"))


class ContractForm(forms.Form):
    reference = _text(_("Number of the contract"), MOST_REFERENCE)
    begins = _day(_("Begins"))
    ends = _day(_("Ends (sharing stops on this day)"))
    clauses = _ticks(
        _("The confidentiality clause speaks of"),
        Clause.choices,
        required=False,
        help_text=_("All six are needed before anything can be shared."),
    )


class ClausesForm(forms.Form):
    clauses = _ticks(_("The confidentiality clause speaks of"), Clause.choices, required=False)


class EndForm(forms.Form):
    on = _day(_("Ends on"))


class CertificateForm(forms.Form):
    reference = _text(_("Number of the certificate"), MOST_REFERENCE)
    on = _day(_("Dated"))


class AgreementForm(forms.Form):
    reference = _text(_("Number of the agreement"), MOST_REFERENCE)
    signed_on = _day(_("Signed on"))
    begins = _day(_("Begins"))
    ends = _day(_("Ends (sharing stops on this day)"))


class PersonForm(forms.Form):
    name = _text(_("Name"), 20)
    responsible = forms.BooleanField(label=_("Is the partner's confidentiality person"), required=False)
    contact = _text(
        _("How to reach"), MOST_REFERENCE, required=False, help_text=_("Of the confidentiality person only.")
    )
    informed_on = _day(_("Was told the rules on"), required=False)
    receives = forms.BooleanField(label=_("May receive work orders"), required=False)


class AssessmentForm(forms.Form):
    on = _day(_("Assessed on"))
    met = _ticks(_("What is true of the partner"), (), required=False)

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.fields["met"].choices = [  # type: ignore[attr-defined]
            (
                item.code,
                gettext("%(words)s (mandatory)") % {"words": item.words} if item.mandatory else item.words,
            )
            for item in questionnaire.ITEMS
        ]


class WaiverForm(forms.Form):
    why = _text(_("Why, and what is done until then"), MOST_WORDS)
    until = _day(_("Waived until"))


class ConsentForm(forms.Form):
    """First what for; then, of what that purpose needs, which items, and for how long."""

    purpose = forms.ChoiceField(label=_("What for"))
    items = _ticks(
        _("Which items"),
        (),
        help_text=_("Only items that the purpose needs."),
        error_messages={"invalid_choice": _("Choose items that this purpose needs.")},
    )
    begins = _day(_("Begins"))
    ends = _day(_("Ends (sharing stops on this day)"))

    def __init__(
        self,
        *arguments: Any,
        purposes: Sequence[Purpose],
        purpose: str,
        items: Iterable[DataItem],
        **more: Any,
    ) -> None:
        super().__init__(*arguments, **more)
        chosen = [each for each in purposes if each.pk == purpose]
        offered = chosen or purposes
        self.fields["purpose"].choices = [(each.pk, each.name) for each in offered]  # type: ignore[attr-defined]
        self.fields["items"].choices = [(each.pk, each.name) for each in items]  # type: ignore[attr-defined]
        self.goes_on = not chosen
        if self.goes_on:
            for later in ("items", "begins", "ends"):
                del self.fields[later]


class BreachForm(forms.Form):
    what = _text(_("What happened"), MOST_WORDS, help_text=_("Names and numbers in your words are masked."))


class ConfirmForm(_WithPeople):
    """Each of the three remedies with its owner and its day."""

    people_fields = tuple(f"owner_{kind}" for kind in RemedyKind.values)
    owner_deduct = forms.ChoiceField(label=_("Deduct from payment: in charge"))
    due_deduct = _day(_("Due on"))
    owner_end = forms.ChoiceField(label=_("End cooperation: in charge"))
    due_end = _day(_("Due on"))
    owner_claim = forms.ChoiceField(label=_("Claim the whole loss: in charge"))
    due_claim = _day(_("Due on"))

    @staticmethod
    def begin(partner: Partner) -> dict[str, Any]:
        """What it opens with: whoever looks after the partner, and the usual days."""
        owners = {f"owner_{kind}": partner.owner_id for kind in RemedyKind.values}
        return owners | {f"due_{kind}": today() + timedelta(days=days) for kind, days in DAYS_FOR.items()}

    def remedies(self) -> Remedies:
        said = self.cleaned_data
        return Remedies(
            owners={kind: UUID(said[f"owner_{kind}"]) for kind in RemedyKind.values},
            dues={kind: said[f"due_{kind}"] for kind in RemedyKind.values},
        )


class RemedyForm(forms.Form):
    result = _text(_("What came of it"), MOST_WORDS)


class SureForm(forms.Form):
    """Nothing to type: the page asks whether it is meant."""
