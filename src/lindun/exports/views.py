"""Exports over HTTP: order a list, see it being made, take it once, its password, trace a leaked one."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lindun import gate
from lindun.catalogue import queries as catalogue
from lindun.exports import accepting, actions, archiving, pages, queries, tracing
from lindun.exports.accepting import RulesNotAccepted
from lindun.exports.actions import BadExport
from lindun.exports.forms import CLEAR, MASKED, MakeForm, OrderForm, TraceForm
from lindun.exports.models import Form
from lindun.gate.vocabulary import Action
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.shell import offers
from lindun.partners import transfers
from lindun.partners.refusal import NotYet
from lindun.requests import applying
from lindun.requests.applying import BadRequest, Wish
from lindun.requests.statement import Use
from lindun.residents.roster.refusal import RosterRefused
from lindun.sharing.forms import VersionForm
from lindun.web import reasons
from lindun.web.render import render

PAGE = 30
MEDIA = {
    Form.WORKBOOK: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.PDF: "application/pdf",
}


@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    """One's own files, approved requests a file can still be made for, passwords one can tell."""
    with gate.passage(request.actor, Action.EXPORT_VIEW) as passage:
        staff = request.staff.pk
        mine, grants, told = (
            queries.mine(staff),
            queries.grants_for_files(staff),
            queries.passwords_for(staff),
        )
        passage.saw(exports=len(mine) + len(told))
        context = pages.listed(mine, grants, told)
    context["may_order"] = offers(Action.EXPORT_START)(request)
    return render(request, "exports/list.html", context)


@require_safe
def destroyed(request: StaffRequest) -> HttpResponse:
    """What was destroyed: which file, when, by which rule; and what still has to be."""
    with gate.passage(request.actor, Action.EXPORT_VIEW) as passage:
        page = Paginator(queries.destroyed(request.staff), PAGE).get_page(request.GET.get("page"))
        waiting = queries.to_destroy(request.staff)
        passage.saw(exports=len(page.object_list) + len(waiting))
        context = {"page": page, "rows": pages.destroyed(page.object_list), "waiting": waiting}
    return render(request, "exports/destroyed.html", context)


@require_safe
def new(request: StaffRequest) -> HttpResponse:
    """A new list begins with what it is for."""
    with gate.passage(request.actor, Action.EXPORT_START) as passage:
        purposes = catalogue.purposes()
        passage.saw(purposes=len(purposes))
    return render(request, "exports/purpose.html", {"purposes": purposes})


@require_http_methods(["GET", "HEAD", "POST"])
def order(request: StaffRequest, purpose: str) -> HttpResponse:
    """Order a list of what its purpose needs."""
    with gate.passage(request.actor, Action.EXPORT_START, purpose=purpose) as passage:
        wanted = queries.purpose(purpose)
        places = queries.places(passage.extent)
        consents = transfers.choices(transfers.open_consents(purpose))
        closed = transfers.closed_partners(purpose)
        passage.saw(places=len(places))
    ways = [(CLEAR, _("in clear, after two people agreed"))]
    if offers(Action.EXPORT_MASK)(request):
        ways.insert(0, (MASKED, _("masked, at once")))
    items = queries.items_for(purpose)
    form = OrderForm(
        request.POST or None,
        ways=ways,
        places=places,
        items=items,
        consents=consents,
        initial={"way": ways[0][0]},
    )
    if request.method == "POST" and form.is_valid() and (sent := _order(request, form, purpose)):
        return sent
    context = {
        "form": form,
        "purpose": wanted,
        "items": items,
        "closed": closed,
        "may_view_partners": offers(Action.PARTNER_VIEW)(request),
    }
    return render(request, "exports/new.html", context, status=422 if form.errors else 200)


def _order(request: StaffRequest, form: OrderForm, purpose: str) -> HttpResponse | None:
    """Order the list, or ask for it; None when the form now says what is wrong."""
    said = form.cleaned_data
    try:
        if said["way"] == MASKED:
            ordered = actions.order_masked(
                request.actor,
                place=form.chosen_place,
                items=said["items"],
                purpose=purpose,
                form=said["form"],
                consent=said["consent"],
            )
            return redirect("exports:one", ordered.pk)
        return _ask(request, form, purpose)
    except (BadExport, BadRequest) as wrong:
        form.add_error("items", str(wrong))
        return None


def _ask(request: StaffRequest, form: OrderForm, purpose: str) -> HttpResponse:
    """A file in clear is asked for like everything beyond routine; it may have as many rows as people now."""
    said = form.cleaned_data
    with gate.passage(request.actor, Action.EXPORT_START, place=form.chosen_place) as passage:
        people = queries.count_of(form.chosen_place)
        passage.saw(rows=people)
    wish = Wish(
        place=form.chosen_place,
        items=tuple(said["items"]),
        purpose=purpose,
        why=said["why"],
        minutes=int(said["minutes"]),
        views=people,
        use=Use.EXPORT,
        consent=said["consent"],
    )
    sent = applying.submit(request.actor, wish)
    messages.success(request, _("Request %(number)s waits for its approval.") % {"number": sent.number})
    return redirect("requests:file", sent.pk)


@require_POST
def make(request: StaffRequest, access: UUID) -> HttpResponse:
    """Have the file of an approved request made."""
    form = MakeForm(request.POST)
    if not form.is_valid():
        return redirect("exports:list")
    try:
        ordered = actions.order_clear(request.actor, request=access, form=form.cleaned_data["form"])
    except BadExport as bad:
        messages.error(request, str(bad))
        return redirect("exports:list")
    return redirect("exports:one", ordered.pk)


@require_safe
def one(request: StaffRequest, export: UUID) -> HttpResponse:
    """How far one file has come; asked for again every two seconds while it is being made."""
    with gate.passage(request.actor, Action.EXPORT_VIEW) as passage:
        found = queries.seen_by(export, request.staff)
        passage.place = queries.place_of(found)
        passage.saw([export], kind="export")
        context = pages.one(found, request.staff.pk, agreed=queries.has_agreed(request.staff.pk, found))
    return render(request, "exports/one.html", context, "progress")


@require_POST
def take(request: StaffRequest, export: UUID) -> HttpResponse:
    """The file, once. Its name is a number."""
    try:
        taken, content = actions.take(request.actor, export=export)
    except RulesNotAccepted:
        return _rules_first(request, export)
    except (BadExport, NotYet) as bad:
        messages.error(request, _words(bad))
        return redirect("exports:one", export)
    response = HttpResponse(content, content_type=MEDIA[Form(taken.form)])
    response["Content-Disposition"] = f'attachment; filename="{taken.number}.{taken.form}"'
    return response


def _rules_first(request: StaffRequest, export: UUID) -> HttpResponse:
    messages.error(request, _("Accept the rules for receivers first."))
    return redirect("exports:one", export)


@require_POST
def accept(request: StaffRequest, export: UUID) -> HttpResponse:
    """The rules that stand on the file's page are accepted; a newer version is shown instead."""
    form = VersionForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    if not accepting.accept(request.actor, export=export, version=version):
        messages.error(request, _("A newer version of the rules is in force; please read it."))
    return redirect("exports:one", export)


@require_POST
def password(request: StaffRequest, export: UUID) -> HttpResponse:
    """The password of a file, once, for whoever may tell it."""
    try:
        found, shown = actions.see_password(request.actor, export=export)
    except RulesNotAccepted:
        return _rules_first(request, export)
    except (BadExport, NotYet) as bad:
        messages.error(request, _words(bad))
        return redirect("exports:one", export)
    context = {"export": found, "password": shown, "own": found.maker_id == request.staff.pk}
    return render(request, "exports/password.html", context)


def _words(bad: BadExport | NotYet) -> str:
    return " ".join(reasons.explain(bad.reasons).sentences) if isinstance(bad, NotYet) else str(bad)


@require_http_methods(["GET", "HEAD", "POST"])
def trace(request: StaffRequest) -> HttpResponse:
    """Which file a leaked list was taken from. What is given here is read and forgotten, not even shown."""
    if request.method != "POST":
        with gate.passage(request.actor, Action.COPY_TRACE):
            return render(request, "exports/trace.html", {"form": TraceForm()})
    form = TraceForm(request.POST, request.FILES)
    context: dict[str, Any] = {"form": TraceForm(), "reports": offers(Action.CASE_REPORT)(request)}
    if not form.is_valid():
        context["trouble"] = _("Give a file or paste some lines.")
        return render(request, "exports/trace.html", context, status=422)
    try:
        context["answer"] = tracing.trace_list(request.actor, _leaked(form))
    except RosterRefused:
        context["trouble"] = _("This is no table that can be read. Paste its lines instead.")
    return render(request, "exports/trace.html", context, status=422 if "trouble" in context else 200)


def _leaked(form: TraceForm) -> list[tracing.Row]:
    if form.uploaded is not None:
        path = Path(form.uploaded.temporary_file_path())  # type: ignore[attr-defined]
        return list(tracing.rows_of_file(path))
    return list(tracing.rows_of_text(form.cleaned_data["text"]))


@require_safe
def archive(request: StaffRequest, access: UUID) -> HttpResponse:
    """The file of one request as a PDF, with its ledger proofs attached."""
    number, content = archiving.request_pdf(request.actor, request.staff, access)
    response = HttpResponse(content, content_type=MEDIA[Form.PDF])
    response["Content-Disposition"] = f'attachment; filename="{number}.pdf"'
    return response
