"""What everybody may see (notices, one's own case), the notice of a case, and the company's rules."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lindun import gate
from lindun.conduct import actions, company, deciding, publishing, queries, wording
from lindun.conduct.actions import BadCase
from lindun.conduct.forms import CompanyForm, ReplyForm, StatementForm
from lindun.conduct.models import Stage
from lindun.gate.vocabulary import Action
from lindun.organisation.middleware import StaffRequest
from lindun.web.render import render

PAGE = 30


@require_safe
def notices(request: StaffRequest) -> HttpResponse:
    """Published notices, and above them what asks for one's own statement."""
    with gate.passage(request.actor, Action.BULLETIN_VIEW) as passage:
        page = Paginator(queries.bulletins(), PAGE).get_page(request.GET.get("page"))
        mine = [wording.row(case) for case in queries.own_cases(passage)]
        passage.saw(notices=len(page.object_list))
    return render(request, "conduct/notices.html", {"page": page, "mine": mine})


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: StaffRequest, case: UUID) -> HttpResponse:
    """One's own case: what it is about, one's statement, the decision; not who reported it."""
    form = StatementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.state(request.actor, case=case, words=form.cleaned_data["words"])
        except BadCase as wrong:
            messages.error(request, str(wrong))
        else:
            messages.success(request, _("Your statement is in the file."))
        return redirect("conduct:own", case)
    with gate.passage(request.actor, Action.OWN_CASE_VIEW) as passage:
        found = queries.own_case(passage, case)
        passage.saw([case], kind="case")
        context: dict[str, Any] = {
            "case": found,
            "stage": found.stage(timezone.now()),
            "steps": wording.steps(found, to_the_accused=True),
            "form": form,
            "reply_form": ReplyForm(),
        }
    context["may_state"] = context["stage"] in {Stage.HEARING, Stage.HEARD}
    context["may_reply"] = context["stage"] == Stage.DECIDED
    return render(request, "conduct/own.html", context, status=422 if form.errors else 200)


@require_POST
def reply(request: StaffRequest, case: UUID) -> HttpResponse:
    form = ReplyForm(request.POST)
    if form.is_valid():
        accept = form.cleaned_data["reply"] == "accept"
        try:
            deciding.reply(request.actor, case=case, accept=accept, words=form.cleaned_data["words"])
        except BadCase as wrong:
            messages.error(request, str(wrong))
        else:
            messages.success(request, _("Accepted.") if accept else _("Your appeal is in the file."))
    return redirect("conduct:own", case)


@require_POST
def name(request: StaffRequest, case: UUID) -> HttpResponse:
    """Personnel agrees that the notice names the person."""
    try:
        publishing.approve_naming(request.actor, case=case)
        messages.success(request, _("The notice may name the person."))
    except BadCase as wrong:
        messages.error(request, str(wrong))
    return redirect("conduct:one", case)


@require_POST
def publish(request: StaffRequest, case: UUID) -> HttpResponse:
    try:
        publishing.publish(request.actor, case=case)
        messages.success(request, _("Published."))
    except BadCase as wrong:
        messages.error(request, str(wrong))
    return redirect("conduct:one", case)


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: StaffRequest) -> HttpResponse:
    """The company's own figures and the rungs it uses."""
    with gate.passage(request.actor, Action.LADDER_CHANGE):
        form = CompanyForm.of(queries.terms(), queries.shown_rungs())
    if request.method == "POST":
        form = CompanyForm(request.POST)
        if form.is_valid():
            company.change(request.actor, **form.cleaned_data)
            messages.success(request, _("Saved; decided cases keep what held for them."))
            return redirect("conduct:rules")
    return render(request, "conduct/rules.html", {"form": form}, status=422 if form.errors else 200)
