"""Every write about a person's working life: the result of a background check, a commendation."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.organisation import assigning, checks
from lindun.organisation import queries as organisation
from lindun.organisation.assigning import BadPost
from lindun.organisation.checks import Checked
from lindun.organisation.models import BackgroundCheck, Staff

MOST_NUMBER = 20


def record_check(who: gate.Identity, *, number: str, checked: Checked) -> BackgroundCheck:
    """Record the result of a background check under a staff number, before the post or again later.

    Nobody records her own. Raises gate.Denied, BadPost.
    """
    number = number.strip()
    if not 0 < len(number) <= MOST_NUMBER:
        raise BadPost(_("Enter the staff number."))
    person = Staff.objects.filter(number=number).first()
    with gate.passage(
        who, Action.BACKGROUND_RECORD, other_person=person.pk if person else None, writes=True
    ) as passage:
        found = checks.write_down(checked, number=number, by=who.person)
        passage.about(f"check.{checked.result}")
        if person is not None:
            passage.saw([person.pk], kind="staff")
            numbers = organisation.numbers_of(person)
            checks.settle(person.pk, assigning.passed_check(numbers))
        return found
