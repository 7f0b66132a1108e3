"""The register of permissions over HTTP: a page and a file."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.shell import offers
from lindun.rights import register as book
from lindun.rights.forms import RegisterForm
from lindun.rights.register import Row
from lindun.web import spreadsheet
from lindun.web.render import render

PAGE = 50


@require_safe
def register(request: StaffRequest) -> HttpResponse:
    form = _form(request)
    with gate.passage(request.actor, Action.RIGHTS_READ) as passage:
        found = book.look_up(passage, form.filters())
        page = Paginator(found.rows, PAGE).get_page(request.GET.get("page"))
        passage.saw(changes=len(page.object_list))
        context = {
            "form": form,
            "page": page,
            "query": form.query(),
            "cut": found.cut,
            "reads_ledger": offers(Action.LEDGER_READ)(request),
        }
        return render(request, "rights/register.html", context, "changes")


@require_safe
def export(request: StaffRequest) -> HttpResponse:
    """The same rows as a file: ids and words of staff, nothing of residents."""
    with gate.passage(request.actor, Action.RIGHTS_EXPORT) as passage:
        found = book.look_up(passage, _form(request).filters()).rows
        passage.saw(changes=len(found))
        heading = [
            _("Time"), _("Person"), _("Staff id"), _("What"), _("Before"), _("After"), _("Changed by"),
            _("Staff id"), _("Confirmed by"), _("Entry"),
        ]  # fmt: skip
        content = spreadsheet.text(heading, map(_cells, found))
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="permissions-{timezone.localdate():%Y%m%d}.csv"'
    return answer


def _form(request: StaffRequest) -> RegisterForm:
    return RegisterForm({**RegisterForm.usual(), **request.GET.dict()})


def _cells(row: Row) -> list[str]:
    at = f"{timezone.localtime(row.at):%Y-%m-%d %H:%M:%S}"
    about, by = (str(person) if person else "" for person in (row.about, row.by_id))
    return [at, row.subject, about, row.what, row.before, row.after, row.by, by, row.confirmed, row.entry]
