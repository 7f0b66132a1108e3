"""What this app and those below it tell about a person: what she met, awards, and what she still holds."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from lindun.exits.models import ExitPermit
from lindun.exits.models import State as ExitState
from lindun.exports.models import Export
from lindun.exports.models import State as ExportState
from lindun.organisation.models import BackgroundCheck, Staff
from lindun.personnel.models import Commended
from lindun.personnel.registry import Fact, held, records
from lindun.requests.models import Grant
from lindun.sharing.models import Link
from lindun.standing.models import Fulfilment
from lindun.standing.registry import steps


def register() -> None:
    """Called once while the app loads."""
    records.register("standing", _lazy("What the post asks"), _met, url_name="organisation:standing")
    records.register("checks", _lazy("Background checks"), _checks)
    records.register(
        "commendations", _lazy("Commendations"), _commendations, url_name="personnel:commendations"
    )
    held.register("grants", _lazy("Approved requests in force"), _grants, url_name="requests:mine")
    held.register("exits", _lazy("Out by exit permit"), _exits, url_name="exits:list")
    held.register("links", _lazy("Work-order links"), _links, url_name="sharing:list")
    held.register("exports", _lazy("Files taken away"), _exports, url_name="exports:list")


def _met(account: UUID) -> list[Fact]:
    found = Fulfilment.objects.filter(staff_id=account)
    now = timezone.now()
    return [
        Fact(
            met.at,
            _until(str(steps.of(met.code).title), met.until),
            attention=met.until is not None and met.until <= now,
        )
        for met in found
    ]


def _until(words: str, until: object) -> str:
    if until is None:
        return words
    return _("%(what)s (until %(until)s)") % {"what": words, "until": f"{timezone.localtime(until):%Y-%m-%d}"}  # type: ignore[arg-type]


def _checks(account: UUID) -> list[Fact]:
    number = Staff.objects.values_list("number", flat=True).get(pk=account)
    return [
        Fact(check.at, f"{check.get_result_display()} · {check.checked_by} · {check.checked_on}")
        for check in BackgroundCheck.objects.filter(number=number)
    ]


def _commendations(account: UUID) -> list[Fact]:
    found = Commended.objects.filter(staff_id=account).select_related("commendation")
    page = reverse("personnel:commendations")
    return [Fact(each.commendation.at, each.commendation.line, page) for each in found]


def _grants(account: UUID) -> list[Fact]:
    found = Grant.objects.filter(
        request__applicant_id=account, ended_at=None, expires_at__gt=timezone.now()
    ).select_related("request")
    return [
        Fact(
            grant.starts_at,
            _until(grant.request.number, grant.expires_at),
            reverse("requests:file", args=[grant.request_id]),
        )
        for grant in found
    ]


def _exits(account: UUID) -> list[Fact]:
    found = ExitPermit.objects.filter(holder_id=account, state=ExitState.APPROVED, returned_at=None)
    now = timezone.now()
    return [
        Fact(
            permit.begins,
            _until(f"{permit.number} · {permit.what}", permit.until),
            reverse("exits:one", args=[permit.pk]),
            attention=permit.until <= now,
        )
        for permit in found
    ]


def _links(account: UUID) -> list[Fact]:
    found = Link.objects.filter(
        made_by_id=account, expires_at__gt=timezone.now(), state__revoked_at=None
    ).select_related("task")
    return [Fact(link.made_at, _until(link.task.number, link.expires_at)) for link in found]


def _exports(account: UUID) -> list[Fact]:
    found = Export.objects.filter(maker_id=account, state=ExportState.TAKEN)
    return [
        Fact(
            file.taken_at or file.ordered_at,
            _("%(form)s, %(rows)d rows") % {"form": file.get_form_display(), "rows": file.rows},
            reverse("exports:one", args=[file.pk]),
        )
        for file in found
    ]
