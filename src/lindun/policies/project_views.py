"""Special confidential tasks over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lindun import gate
from lindun.gate.own import own
from lindun.gate.vocabulary import Action
from lindun.organisation.credentials import NotProved
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.shell import offers
from lindun.policies import material, reading
from lindun.policies import projects as tasks
from lindun.policies.clauses import BadText
from lindun.policies.forms import MemberForm, NoteForm, ProjectForm, ProofForm
from lindun.policies.models import Member
from lindun.policies.office_views import WRONG_FORM
from lindun.policies.projects import BadProject
from lindun.policies.promising import BadPromise, SignedAlready
from lindun.policies.views import proved
from lindun.web.render import render


@require_safe
def projects(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.PROJECT_VIEW) as passage:
        rows = tasks.mine(passage.who.person)
        passage.saw(projects=len(rows))
    context = {"rows": rows, "may_open": offers(Action.PROJECT_OPEN)(request)}
    return render(request, "policies/projects.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.PROJECT_OPEN):
        pass
    english = (get_language() or "").startswith("en")
    form = ProjectForm(request.POST or None, initial={"undertaking": material.undertaking(english=english)})
    if request.method == "POST" and form.is_valid():
        try:
            opened = tasks.open_project(request.actor, **form.cleaned_data)
        except BadProject as wrong:
            form.add_error(None, str(wrong))
        except BadText as wrong:
            form.add_error("undertaking", str(WRONG_FORM[wrong.code]))
        else:
            messages.success(request, _("Opened. Sign its undertaking, then add members."))
            return redirect("policies:project", opened.pk)
    return render(request, "policies/project_new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def project(request: StaffRequest, project: UUID) -> HttpResponse:
    return _project(request, project)


def _project(request: StaffRequest, project: UUID, *, status: int = 200, trouble: str = "") -> HttpResponse:
    """The undertaking to whoever has not signed it; list and notes to whoever has."""
    with (
        gate.passage(request.actor, Action.PROJECT_VIEW) as passage,
        own(request.actor, Action.PROJECT_VIEW),
    ):
        member = tasks.membership(request.actor, project)
        signed = tasks.has_signed(member)
        context: dict[str, Any] = {
            "project": member.project,
            "signed": signed,
            "leads": member.project.lead_id == request.staff.pk,
            "shown": reading.of_words(member.project.undertaking),
            "form": ProofForm.again() if trouble else ProofForm(),
            "trouble": trouble,
            "second_factor": request.staff.is_sensitive,
        }
        if signed:
            context |= {
                "notes": list(tasks.notes(project)),
                "note_form": NoteForm(),
            }
        if signed or context["leads"]:
            context |= {"members": list(map(_row, tasks.members(project)))}
        if context["leads"]:
            context |= {"candidates": tasks.candidates(project)}
        passage.saw([project], kind="project")
        passage.about("notes.shown" if signed else "undertaking.shown")
    return render(request, "policies/project.html", context, status=status)


def _row(member: Member) -> dict[str, Any]:
    signature = getattr(member, "signature", None)
    return {"member": member, "signed_at": signature.at if signature else None}


@sensitive_post_parameters("password", "code")
@require_POST
def sign(request: StaffRequest, project: UUID) -> HttpResponse:
    form = ProofForm(request.POST)
    if not form.is_valid():
        return _project(request, project, status=422)
    try:
        tasks.sign(request.actor, project=project, proof=proved(request, form))
        messages.success(request, _("Signed. The task is open to you."))
    except SignedAlready as before:
        messages.info(request, str(before))
    except (BadPromise, BadProject, NotProved) as wrong:
        return _project(request, project, status=422, trouble=str(wrong))
    return redirect("policies:project", project)


@require_POST
def add_member(request: StaffRequest, project: UUID) -> HttpResponse:
    form = MemberForm(request.POST)
    try:
        if form.is_valid():
            tasks.add_member(request.actor, project=project, staff=form.cleaned_data["staff"])
            messages.success(request, _("On the list; she signs before she sees anything."))
    except BadProject as wrong:
        messages.error(request, str(wrong))
    return redirect("policies:project", project)


@require_POST
def remove_member(request: StaffRequest, project: UUID, member: UUID) -> HttpResponse:
    tasks.remove_member(request.actor, project=project, member=member)
    messages.success(request, _("Off the list from now on."))
    return redirect("policies:projects")


@require_POST
def write_note(request: StaffRequest, project: UUID) -> HttpResponse:
    form = NoteForm(request.POST)
    try:
        if form.is_valid():
            tasks.write_note(request.actor, project=project, words=form.cleaned_data["words"])
    except BadProject as wrong:
        messages.error(request, str(wrong))
    return redirect("policies:project", project)


@require_POST
def close(request: StaffRequest, project: UUID) -> HttpResponse:
    try:
        tasks.close(request.actor, project=project)
        messages.success(request, _("Closed. What is kept stays readable for its members."))
    except BadProject as wrong:
        messages.error(request, str(wrong))
    return redirect("policies:projects")
