"""Staff over HTTP: the list, one person, hiring, changing a post, the words for the levels."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.organisation import actions, assigning, pages, queries, terms
from lindun.organisation.actions import BadPost, Newcomer
from lindun.organisation.forms import (
    ConfirmForm,
    EmploymentForm,
    HireForm,
    PostForm,
    SchemeForm,
    SeekForm,
    StaffFilterForm,
)
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.models import Kind, Staff, Status
from lindun.organisation.passwords import first_password
from lindun.organisation.shell import offers, person_links
from lindun.web.addresses import addresses
from lindun.web.render import render

PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def staff(request: StaffRequest) -> HttpResponse:
    """The list. POST: those whose name or number begins so; a name stands in no address."""
    form, sought = StaffFilterForm(request.GET), SeekForm(request.POST or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    text = sought.cleaned_data["text"] if sought.is_bound and sought.is_valid() else ""
    with gate.passage(request.actor, Action.STAFF_VIEW) as passage:
        page = Paginator(queries.staff(**chosen, text=text), PAGE).get_page(request.GET.get("page"))
        address = addresses("organisation:person")
        rows = [
            {"person": person, "url": address(person.pk), "scopes": pages.scopes(person)}
            for person in page.object_list
        ]
        passage.saw(staff=len(rows))
        context = {
            "page": page,
            "rows": rows,
            "form": form,
            "seek": sought,
            "query": "".join(f"{name}={value}&" for name, value in chosen.items() if value),
            "counts": queries.counts(),
            "may_hire": offers(Action.STAFF_CHANGE)(request),
        }
        return render(request, "organisation/staff_list.html", context, "staff")


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    form = PostForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid() and (changed := _change(request, staff_id, form)):
        messages.success(request, _changed(changed))
        return redirect("organisation:person", staff_id)
    context = _person(request, staff_id)
    if form is not None and context["form"] is not None:
        context["form"] = form.held_with(context["person"].status)
    return render(request, "organisation/staff_detail.html", context, status=422 if form else 200)


def _person(request: StaffRequest, staff_id: UUID) -> dict[str, Any]:
    """Everything the page of one person shows, read inside one passage."""
    with gate.passage(request.actor, Action.STAFF_VIEW) as passage:
        found = queries.person(staff_id)
        if found is None:
            raise gate.NotHere
        passage.saw([found.pk], kind="staff")
        change = pages.may(passage, Action.STAFF_CHANGE, other_person=str(found.pk))
        watches = pages.may(passage, Action.LEDGER_READ).allowed
        return {
            "person": found,
            "scopes": pages.scopes(found),
            "accounts": queries.other_accounts(found),
            "permitted": pages.permitted(found.role),
            "sessions": queries.sessions(found) if watches else [],
            "watches": watches,
            "waiting": pages.waiting(passage, found),
            "history": pages.deeds_about(passage, found),
            "form": _form(request, found) if change.allowed else None,
            "employment": EmploymentForm(initial=EmploymentForm.initial_for(found))
            if change.allowed
            else None,
            "check": assigning.passed_check(queries.numbers_of(found)),
            "links": person_links(request, found),
            "blocked": pages.blocked(change),
        }


def _form(request: StaffRequest, person: Staff) -> PostForm:
    """The form as the post is, or without what the address proposes to drop; nothing changes by it."""
    post = actions.current_post(person)
    drops = set(request.GET.getlist("drop")) & set(post.droppable())
    initial = PostForm.initial_of(post.without(drops))
    if person.position.standard:
        initial["position"] = None  # the form names a post only where it is not the usual one of its role
    return PostForm(initial=initial).held_with(person.status)


def _change(request: StaffRequest, staff_id: UUID, form: PostForm) -> Staff | None:
    try:
        return actions.adjust_post(request.actor, staff=staff_id, post=form.post())
    except BadPost as wrong:
        form.add_error(None, str(wrong))
        return None


def _changed(person: Staff) -> str:
    if person.status == Status.WAITING:
        return _("Proposed. The post is closed until a second person confirms it.")
    return _("Changed. It takes effect with that person's next click.")


@require_POST
def employment(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """How somebody works here and until when."""
    form = EmploymentForm(request.POST)
    try:
        if not form.is_valid():
            raise BadPost(_("Say how the person works here."))
        person = terms.change(request.actor, staff=staff_id, employment=form.employment())
        messages.success(request, _changed(person))
    except BadPost as wrong:
        messages.error(request, str(wrong))
    return redirect("organisation:person", staff_id)


@require_POST
def confirm(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Confirm or refuse a post that waits; the gate refuses whoever proposed it, and the person herself."""
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return redirect("organisation:person", staff_id)
    asked = form.cleaned_data
    approve = asked["decision"] == "approve"
    try:
        actions.confirm_post(request.actor, staff=staff_id, seen=asked["seen"], approve=approve)
        messages.success(
            request, _("Confirmed: in post from now on.") if approve else _("Refused: suspended.")
        )
    except BadPost as wrong:
        messages.error(request, str(wrong))
    return redirect("organisation:person", staff_id)


@require_POST
def suspend(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """End somebody's sessions and rights at once; the post itself stays as it is."""
    with gate.passage(request.actor, Action.STAFF_VIEW):
        if (found := queries.person(staff_id)) is None:
            raise gate.NotHere
        now = actions.current_post(found)
    actions.change_post(request.actor, staff=staff_id, post=replace(now, status=Status.SUSPENDED))
    messages.success(request, _("Suspended. Any open session ends with its next click."))
    return redirect("organisation:person", staff_id)


@require_http_methods(["GET", "HEAD", "POST"])
def hire(request: StaffRequest) -> HttpResponse:
    """An account for somebody new. The first password stands on the answer, once, and nowhere else."""
    form = HireForm(request.POST or None, initial={"clearance": 2, "kind": Kind.FULL_TIME})
    if request.method == "POST" and form.is_valid() and (hired := _hire(request, form)):
        return render(request, "organisation/hired.html", hired)
    with gate.passage(request.actor, Action.STAFF_CHANGE):
        return render(request, "organisation/hire.html", {"form": form}, status=422 if form.errors else 200)


def _hire(request: StaffRequest, form: HireForm) -> dict[str, Any] | None:
    asked, password = form.cleaned_data, first_password()
    newcomer = Newcomer(
        asked["account"],
        asked["name"],
        asked["number"],
        form.post(),
        password=password,
        same_person_as=asked["same_person_as"],
        employment=form.employment(),
    )
    try:
        hired = actions.hire(request.actor, newcomer)
    except BadPost as wrong:
        form.add_error(None, str(wrong))
        return None
    return {"person": hired, "account": newcomer.account, "password": password}


@require_http_methods(["GET", "HEAD", "POST"])
def company(request: StaffRequest) -> HttpResponse:
    """The words for the levels. Choosing others changes labels and nothing else (GOV-02)."""
    form = SchemeForm(request.POST or None)
    if form.is_valid():
        actions.change_level_scheme(request.actor, scheme=form.cleaned_data["scheme"])
        messages.success(request, _("Levels have these names from now on; what opens stays the same."))
        return redirect("organisation:company")
    with gate.passage(request.actor, Action.STAFF_VIEW):
        context = {
            "company": queries.company(),
            "schemes": pages.schemes(queries.level_scheme()),
            "may_choose": offers(Action.SCHEME_CHANGE)(request),
        }
        return render(request, "organisation/company.html", context)
