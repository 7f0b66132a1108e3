"""The confidentiality organisation over HTTP: unit, posts and who answers for them, background checks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.organisation import pages as organisation_pages
from lindun.organisation import posts as records
from lindun.organisation import queries as organisation
from lindun.organisation.assigning import BadPost
from lindun.organisation.checks import PARTS
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.shell import offers
from lindun.personnel import actions, queries
from lindun.personnel.forms import CheckForm, PlanForm, ResponsibleForm, UnitForm
from lindun.web.render import render

PAGE = 30
MOST_HOLDERS = 50


@require_safe
def posts(request: StaffRequest) -> HttpResponse:
    """The dashboard of the confidentiality organisation; posts that nobody answers for are red."""
    with gate.passage(request.actor, Action.POST_VIEW) as passage:
        rows = queries.posts()
        passage.saw(posts=len(rows))
        context = {
            "rows": rows,
            "red": sum(row.red for row in rows),
            "company": organisation.company(),
            "officers": list(queries.full_time_officers()[:10]),
            "conflicts": queries.conflicts(),
            "may_change": offers(Action.POST_CHANGE)(request),
            "unit_form": UnitForm(initial={"unit": getattr(organisation.company(), "unit", "")}),
        }
    return render(request, "personnel/posts.html", context)


@require_POST
def unit(request: StaffRequest) -> HttpResponse:
    form = UnitForm(request.POST)
    try:
        records.name_unit(request.actor, unit=form.cleaned_data["unit"] if form.is_valid() else "")
        messages.success(request, _("Saved."))
    except BadPost as wrong:
        messages.error(request, str(wrong))
    return redirect("personnel:posts")


@require_http_methods(["GET", "HEAD", "POST"])
def new_post(request: StaffRequest) -> HttpResponse:
    form = PlanForm(request.POST or None, initial={"kinds": ["full_time", "part_time"]})
    if request.method == "POST" and form.is_valid():
        try:
            created = records.create(request.actor, form.plan())
            messages.success(request, _("The post exists. Now name who answers for it."))
            return redirect("personnel:post", created.pk)
        except BadPost as wrong:
            form.add_error(None, str(wrong))
    with gate.passage(request.actor, Action.POST_CHANGE):
        pass
    return render(request, "personnel/post_new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def post(request: StaffRequest, position: int) -> HttpResponse:
    """One post: what it is, who holds it, who answers for it. POST changes what it is."""
    form = PlanForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            records.change(request.actor, position=position, plan=form.plan())
            messages.success(request, _("Saved."))
            return redirect("personnel:post", position)
        except BadPost as wrong:
            form.add_error(None, str(wrong))
    context = _post(request, position)
    if form is not None and context["form"] is not None:
        context["form"] = form
    return render(request, "personnel/post.html", context, status=422 if form else 200)


def _post(request: StaffRequest, position: int) -> dict[str, Any]:
    with gate.passage(request.actor, Action.POST_VIEW) as passage:
        found = queries.post(position)
        people = queries.holders(found.position, most=MOST_HOLDERS)
        passage.saw([person.pk for person in people], kind="staff")
        may_change = organisation_pages.may(passage, Action.POST_CHANGE).allowed
        responsible = found.position.responsible
        number = responsible.number if responsible else ""
        return {
            "post": found,
            "holders": people,
            "permitted": organisation_pages.permitted(found.position.role),
            "form": PlanForm(initial=PlanForm.initial_of(found.position)) if may_change else None,
            "responsible_form": ResponsibleForm(initial={"number": number}) if may_change else None,
        }


@require_POST
def responsible(request: StaffRequest, position: int) -> HttpResponse:
    """Name who answers for the post; an empty number: nobody."""
    form = ResponsibleForm(request.POST)
    try:
        if not form.is_valid():
            raise BadPost(_("Nobody in post has this staff number."))
        records.name_responsible(request.actor, position=position, staff=form.cleaned_data["number"])
        messages.success(request, _("Saved. It takes effect with the next click of whoever holds the post."))
    except BadPost as wrong:
        messages.error(request, str(wrong))
    return redirect("personnel:post", position)


@require_POST
def remove(request: StaffRequest, position: int) -> HttpResponse:
    try:
        deleted = records.remove(request.actor, position=position)
        messages.success(
            request, _("Deleted.") if deleted else _("Closed: nobody is given this post any more.")
        )
    except BadPost as wrong:
        messages.error(request, str(wrong))
        return redirect("personnel:post", position)
    return redirect("personnel:posts")


@require_http_methods(["GET", "HEAD", "POST"])
def checks(request: StaffRequest) -> HttpResponse:
    """Results of background checks: the list, and a new one."""
    form = CheckForm(request.POST or None, initial={"checked_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_check(request.actor, number=form.cleaned_data["number"], checked=form.checked())
            messages.success(request, _("Recorded."))
            return redirect("personnel:checks")
        except BadPost as wrong:
            form.add_error(None, str(wrong))
    with gate.passage(request.actor, Action.BACKGROUND_RECORD) as passage:
        page = Paginator(queries.checks(), PAGE).get_page(request.GET.get("page"))
        names = queries.names_by_number({check.number for check in page.object_list})
        rows = [
            {
                "check": check,
                "name": names.get(check.number, ""),
                "parts": [PARTS[part] for part in check.parts],
            }
            for check in page.object_list
        ]
        passage.saw(checks=len(rows))
    context = {"form": form, "page": page, "rows": rows}
    return render(request, "personnel/checks.html", context, status=422 if form.errors else 200)
