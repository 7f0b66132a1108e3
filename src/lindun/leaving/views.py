"""Exits over HTTP: the list, recording one, the connected systems."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.leaving import ahead, exits, filing, queries
from lindun.leaving.errors import BadExit
from lindun.leaving.forms import ExitForm, SystemForm
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.shell import offers
from lindun.web.render import render

PAGE = 50


@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.LEAVE_VIEW) as passage:
        page = Paginator(queries.departures(), PAGE).get_page(request.GET.get("page"))
        rows = list(page.object_list)
        passage.saw(departures=len(rows))
        context = {"page": page, "rows": rows, "may_record": offers(Action.LEAVE_RECORD)(request)}
        return render(request, "leaving/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, staff: UUID | None = None) -> HttpResponse:
    """An exit of today is recorded once somebody has seen what ends with it and said that it shall.

    staff: whom the form names already, coming from her page.
    """
    form = ExitForm(request.POST or None, initial={"from_day": timezone.localdate(), "person": staff})
    if request.method == "POST" and "change" not in request.POST and form.is_valid():
        try:
            return _recorded(request, form)
        except BadExit as wrong:
            form.add_error(None, str(wrong))
    with gate.passage(request.actor, Action.LEAVE_RECORD):
        return render(request, "leaving/new.html", {"form": form}, status=422 if form.errors else 200)


def _recorded(request: StaffRequest, form: ExitForm) -> HttpResponse:
    """The exit file; or, of an exit of today that nobody confirmed yet, what ends with it."""
    wish = form.wish()
    if wish.from_day <= timezone.localdate() and "sure" not in request.POST:
        context = {
            "form": form,
            "ends": ahead.in_words(exits.foresee(request.actor, wish).items()),
            "chosen": form.chosen(),
        }
        return render(request, "leaving/sure.html", context)
    departure = exits.record(request.actor, wish)
    messages.success(request, _("Recorded as %(number)s.") % {"number": departure.number})
    return redirect("leaving:file", departure.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def systems(request: StaffRequest) -> HttpResponse:
    """The systems beside this one whose accounts end with an exit."""
    form = SystemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            filing.add_system(request.actor, name=form.cleaned_data["name"])
        except BadExit as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, _("Listed: every exit from now on asks for it."))
            return redirect("leaving:systems")
    with gate.passage(request.actor, Action.SYSTEM_KEEP):
        context = {"form": form, "systems": list(queries.systems())}
        return render(request, "leaving/systems.html", context, status=422 if form.errors else 200)


@require_POST
def system(request: StaffRequest, system: UUID) -> HttpResponse:
    """Take a system off the list, or put it on again."""
    filing.stop_system(request.actor, system=system)
    messages.success(request, _("Changed."))
    return redirect("leaving:systems")
