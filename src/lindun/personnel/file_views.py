"""One's own page, the confidentiality file of a person and its extract, the notice page of commendations."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.organisation import pages as organisation_pages
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.shell import offers
from lindun.personnel import commending, file, own, queries
from lindun.personnel.commending import BadCommendation
from lindun.personnel.file import BadExtract
from lindun.personnel.forms import ExtractForm, PraiseForm
from lindun.personnel.registry import Chapter
from lindun.web.render import render

PAGE = 20


@require_safe
def me(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.SELF_VIEW) as passage:
        page = own.mine(passage, request.staff)
        position = queries.post(request.staff.position_id)
        context = {
            "mine": page,
            "post": position,
            "latest": f":{own.LATEST}",
            "empty": _without_facts(page.chapters),
        }
    return render(request, "personnel/me.html", context)


def _without_facts(chapters: Iterable[Chapter]) -> list[str]:
    return [str(chapter.kind.title) for chapter in chapters if not chapter.facts]


@require_http_methods(["GET", "HEAD", "POST"])
def confidentiality_file(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """The file of a person. POST: an extract of it as a PDF, for a reason; it is an entry of its own."""
    form = ExtractForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = form.cleaned_data
            made = file.extract(request.actor, staff=staff_id, viewer=request.staff, **asked)
            return _attached(made)
        except BadExtract as wrong:
            form.add_error(None, str(wrong))
    with gate.passage(request.actor, Action.FILE_VIEW) as passage:
        found = file.read(passage, staff_id)
        may = organisation_pages.may(passage, Action.FILE_EXTRACT, other_person=str(staff_id))
        context = {
            "file": found,
            "empty": _without_facts(found.chapters),
            "form": form if may.allowed else None,
            "blocked": organisation_pages.blocked(may),
        }
    return render(request, "personnel/file.html", context, status=422 if form.errors else 200)


def _attached(made: bytes) -> HttpResponse:
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="extract-{timezone.localtime():%Y%m%d-%H%M}.pdf"'
    return answer


@require_safe
def commendations(request: StaffRequest) -> HttpResponse:
    """The notice page: everybody in post sees it."""
    with gate.passage(request.actor, Action.COMMENDATION_VIEW) as passage:
        page = Paginator(queries.commendations(), PAGE).get_page(request.GET.get("page"))
        passage.saw(commendations=len(page.object_list))
        context = {"page": page, "may_commend": offers(Action.COMMENDATION_GIVE)(request)}
        return render(request, "personnel/commendations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def commend(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.COMMENDATION_GIVE):
        teams = queries.teams()
    form = PraiseForm(request.POST or None, teams=teams)
    if request.method == "POST" and form.is_valid():
        try:
            given = commending.commend(request.actor, form.praise())
            messages.success(request, _("Published as %(number)s.") % {"number": given.number})
            return redirect("personnel:commendations")
        except BadCommendation as wrong:
            form.add_error(None, str(wrong))
    return render(request, "personnel/commend.html", {"form": form}, status=422 if form.errors else 200)
