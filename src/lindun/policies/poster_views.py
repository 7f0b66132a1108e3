"""Posters, booklet and cards of the rules in force, and where posters hang."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.notices.queries import places_within
from lindun.organisation.middleware import StaffRequest
from lindun.policies import posters as register
from lindun.policies import queries, sheets
from lindun.policies.forms import PosterForm
from lindun.policies.models import Kind
from lindun.policies.posters import BadPoster
from lindun.policies.sheets import Sheet
from lindun.policies.views import as_pdf
from lindun.web.render import render

PAGE = 50
SHEETS = frozenset(each.value for each in Sheet)


@require_safe
def posters(request: StaffRequest) -> HttpResponse:
    return _posters(request)


def _posters(request: StaffRequest, form: PosterForm | None = None) -> HttpResponse:
    with gate.passage(request.actor, Action.POSTER_VIEW) as passage:
        current = queries.in_force(Kind.RULES)
        hanging = register.hanging()
        page = Paginator(register.record(), PAGE).get_page(request.GET.get("page"))
        context = {
            "current": current,
            "old": list(hanging.exclude(text=current)),
            "hanging": hanging.filter(text=current).count(),
            "page": page,
            "rows": list(page.object_list),
            "form": form or PosterForm(places=places_within(passage.extent)),
            "sheets": list(Sheet),
        }
        passage.saw(posters=page.paginator.count)
    return render(request, "policies/posters.html", context, status=422 if form else 200)


@require_safe
def printed(request: StaffRequest, sheet: str) -> HttpResponse:
    """A sheet of the version in force. It holds nothing of anybody."""
    with gate.passage(request.actor, Action.POSTER_VIEW) as passage:
        if sheet not in SHEETS:
            raise gate.NotHere
        text = queries.in_force(Kind.RULES)
        passage.saw([text.pk], kind="text")
        passage.about(f"sheet.{sheet}")
        content = sheets.printed(Sheet(sheet), text)
    return as_pdf(content, name=f"{text.reference}-{sheet}")


@require_POST
def hang(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.POSTER_HANG) as passage:
        form = PosterForm(request.POST, places=places_within(passage.extent))
    if not form.is_valid():
        return _posters(request, form)
    try:
        register.hang(request.actor, place=form.where(), spot=form.cleaned_data["spot"])
        messages.success(request, _("Recorded."))
    except BadPoster as wrong:
        form.add_error("spot", str(wrong))
        return _posters(request, form)
    return redirect("policies:posters")


@require_POST
def replace(request: StaffRequest, poster: UUID) -> HttpResponse:
    try:
        new = register.replace(request.actor, poster=poster)
        messages.success(request, _("Version %(number)s hangs there now.") % {"number": new.text.number})
    except BadPoster as wrong:
        messages.error(request, str(wrong))
    return redirect("policies:posters")


@require_POST
def take_down(request: StaffRequest, poster: UUID) -> HttpResponse:
    try:
        register.take_down(request.actor, poster=poster)
        messages.success(request, _("Recorded: it hangs there no more."))
    except BadPoster as wrong:
        messages.error(request, str(wrong))
    return redirect("policies:posters")
