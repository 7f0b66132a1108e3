"""How somebody works here and until when (GOV-10)."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.organisation.actions import current_post
from lindun.organisation.assigning import HOLDING, BadPost, Employment
from lindun.organisation.models import Staff, Status


def change(who: gate.Identity, *, staff: UUID, employment: Employment) -> Staff:
    """Say how somebody works here and until when; more time in a sensitive post takes a second person.

    Raises gate.Denied, gate.NotHere, BadPost.
    """
    employment.check()
    with gate.passage(who, Action.STAFF_CHANGE, other_person=staff, writes=True) as passage:
        person = Staff.objects.select_for_update().filter(pk=staff).first()
        if person is None:
            raise gate.NotHere
        post, until = current_post(person), employment.until
        if employment.kind not in person.position.kinds and post.status in HOLDING:
            raise BadPost(_("People of this kind may not hold this post."))
        longer = person.until is not None and (until is None or until > person.until)
        if longer and post.status == Status.ACTIVE and post.is_sensitive:
            person.status, person.raised_by_id, person.session_digest = Status.WAITING, who.person, ""
        passage.saw([staff], kind="staff")
        passage.about("staff.employment", f"before.kind.{person.kind}", f"after.kind.{employment.kind}")
        passage.about("until.longer" if longer else "until.kept_or_shorter")
        person.kind, person.firm, person.until = employment.kind, employment.firm.strip(), until
        person.department_id, person.hired_on = employment.department_id(), employment.hired
        changes = ["kind", "firm", "until", "department", "hired_on"]
        person.save(update_fields=[*changes, "status", "raised_by", "session_digest"])
        return person
