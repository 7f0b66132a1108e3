"""Residents over HTTP: search, household, opening a value, where it came from, the masked list."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lindun import gate
from lindun.catalogue import queries as catalogue
from lindun.gate.asking import ask_together
from lindun.gate.registry import facts
from lindun.gate.reveals import Opened
from lindun.gate.vocabulary import Action
from lindun.organisation import queries as organisation
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.shell import offers
from lindun.requests import actions as tasks
from lindun.requests import remarks
from lindun.requests.actions import BadTask
from lindun.requests.forms import QuickTaskForm, ReasonForm
from lindun.residents import choices, finding, queries, timeline
from lindun.residents import household as page
from lindun.residents.choices import Choice
from lindun.residents.forms import ListForm, SearchForm
from lindun.web import errors
from lindun.web.reasons import Explanation, explain
from lindun.web.render import render, wants_fragment

LONGEST_NUMBER = 20  # of a task; the session keeps nothing longer
CHANNELS = {"import": gettext_lazy("Imported roster"), "demo": gettext_lazy("Demo data, made up")}


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: StaffRequest) -> HttpResponse:
    """The one box. Posted, because what is typed here is personal data; GET shows the empty box."""
    form = SearchForm(request.POST or None)
    context: dict[str, Any] = {"query": request.POST.get("q", "")[:60]}
    if form.is_valid():
        context |= finding.find(request, form.cleaned_data["q"], purpose=form.cleaned_data["purpose"])
    if home := context.get("meant"):
        return redirect("residents:household", home)
    return render(request, "residents/search.html", context, "results")


@require_safe
def household(request: StaffRequest, dwelling: UUID) -> HttpResponse:
    return render(request, "residents/household.html", page.show(request, dwelling), "work")


@require_POST
def choose_purpose(request: StaffRequest, dwelling: UUID) -> HttpResponse:
    """`choice` is task:<number> or purpose:<code>; kept only if it holds. What she has typed stays typed."""
    kind, _colon, value = request.POST.get("choice", "").partition(":")
    known = {purpose.code for purpose in catalogue.purposes()}
    if kind == "task":
        choice = Choice(task=value if len(value) <= LONGEST_NUMBER else "")
    else:
        choice = Choice(purpose=value if value in known else "")
    choices.keep(request.session, dwelling, choice, ())
    typed = QuickTaskForm(initial={"summary": request.POST.get("summary", "")})
    return _work(request, dwelling, task_form=typed)


@require_POST
def open_task(request: StaffRequest, dwelling: UUID) -> HttpResponse:
    """A task for the chosen purpose, from the household itself: one field."""
    purpose = (choices.of(request.session, dwelling) or Choice()).purpose
    form = QuickTaskForm(request.POST)
    if not (purpose and form.is_valid()):
        return _work(request, dwelling, task_form=form)
    try:
        task, cleaned = tasks.open_task(
            request.actor, dwelling=dwelling, purpose=purpose, summary=form.cleaned_data["summary"]
        )
    except BadTask as wrong:
        form.add_error("summary", str(wrong))
        return _work(request, dwelling, task_form=form)
    messages.success(request, _("Task %(number)s is open.") % {"number": task.number})
    remarks.warn(request, cleaned)
    choices.keep(request.session, dwelling, Choice(purpose=purpose, task=task.number), ())
    return _work(request, dwelling)


@require_POST
def give_reason(request: StaffRequest, dwelling: UUID) -> HttpResponse:
    """A reason instead of a task; a supervisor samples it (USE-02)."""
    purpose = (choices.of(request.session, dwelling) or Choice()).purpose
    form = ReasonForm(request.POST)
    if not (purpose and form.is_valid()):
        return _work(request, dwelling, reason_form=form)
    reason = form.cleaned_data["reason"]
    try:
        cleaned = tasks.give_reason(
            request.actor, dwelling=dwelling, purpose=purpose, reason=reason, text=form.cleaned_data["text"]
        )
    except BadTask as wrong:
        form.add_error("text", str(wrong))
        return _work(request, dwelling, reason_form=form)
    remarks.warn(request, cleaned)
    choices.keep(request.session, dwelling, Choice(purpose=purpose, reason=reason), ())
    return _work(request, dwelling)


def _work(request: StaffRequest, dwelling: UUID, **forms: QuickTaskForm | ReasonForm) -> HttpResponse:
    """The household again: as a fragment, or by going there if no form is wrong."""
    wrong = any(form.is_bound for form in forms.values())
    if not wrong and not wants_fragment(request):
        return redirect("residents:household", dwelling)
    context = page.show(request, dwelling) | forms
    return render(request, "residents/household.html", context, "work", status=422 if wrong else 200)


@require_POST
def reveal(request: StaffRequest, resident: UUID, item: str, ordinal: int) -> HttpResponse:
    """Open one value for thirty seconds, for what was chosen at the household where she was shown."""
    chosen, dwelling = choices.for_person(request.session, resident)
    if not wants_fragment(request):
        messages.warning(
            request, _("Opening needs scripts: an opened value must be able to close by itself.")
        )
        return redirect("requests:desk")
    return open_line(
        request,
        (resident, item, ordinal),
        dwelling=dwelling,
        purpose=chosen.purpose,
        task=chosen.task or None,
        reason=chosen.reason or None,
    )


def open_line(
    request: StaffRequest,
    line: tuple[UUID, str, int],
    *,
    dwelling: UUID | None,
    purpose: str,
    views_left: int = 0,
    **using: str | None,
) -> HttpResponse:
    """The answer to a click on one line, (resident, item, ordinal): opened, or why it stays closed.

    views_left: of the grant, when this one is taken off.
    using: the task, the reason or the grant that it is opened by, as `gate.reveal` takes them.
    """
    resident, item, ordinal = line
    try:
        opened = gate.reveal(
            request.actor, subject=resident, items=[item], ordinal=ordinal, purpose=purpose, **using
        )
    except gate.Denied as refusal:
        case = {"dwelling": dwelling, "resident": resident, "item": item, "purpose": purpose}
        about = case if dwelling else {}  # whoever was not shown this person cannot apply for her either
        why = explain(refusal.decision.reasons, refusal.decision.ways_on, about)
        return _still_closed(request, page.line_key(resident, item, ordinal), why, status=403)
    except gate.SealingError:
        why = explain(["vault.seal_broken"], ["ask.officer"])
        return _still_closed(request, page.line_key(resident, item, ordinal), why, status=409)
    if not opened.values:
        raise gate.NotHere
    return _opened(request, opened, purpose, number=using.get("grant") or "", views_left=views_left)


def _opened(
    request: StaffRequest, opened: Opened, used_for: str, *, number: str, views_left: int
) -> HttpResponse:
    """The opened value, and behind it the line as it closes again: with the button it was opened by."""
    value = opened.values[0]
    item = next(item for item in catalogue.items() if item.code == value.item)
    purpose = next(purpose for purpose in catalogue.purposes() if purpose.code == used_for)
    closed = page.closed_line(
        opened.subject, item, value.ordinal, value.masked, with_source=offers(Action.SOURCE_VIEW)(request)
    )
    if number:
        of_value = (opened.subject, item.code, value.ordinal)
        closed = page.by_grant(closed, of_value, number=number, left=views_left)
    line = replace(closed, open=value.value, seconds=opened.seconds)
    newest = timeline.just_now(Action.ITEM_REVEAL, items=[item.name], purpose=purpose.name)
    return render(request, "residents/household.html", {"line": line, "newest": [newest]}, "opened")


def _still_closed(request: StaffRequest, key: str, why: Explanation, *, status: int) -> HttpResponse:
    """The line stays as it is; below it now stands why."""
    response = errors.refused(request, why, status)
    response["HX-Retarget"], response["HX-Reswap"] = f'[id="why-{key}"]', "innerHTML"
    return response


@require_safe
def source(request: StaffRequest, resident: UUID, item: str, ordinal: int) -> HttpResponse:
    """Where a value came from: channel, collector, time, purpose (COL-07)."""
    with gate.passage(request.actor, Action.SOURCE_VIEW) as passage:
        found = queries.provenance(passage, resident, item=item, ordinal=ordinal)
    names = organisation.names([found.collected_by])
    purposes = {purpose.code: purpose.name for purpose in catalogue.purposes()}
    labels = {known.code: known.name for known in catalogue.items()}
    context = {
        "label": labels[item],
        "masked": found.masked,
        "channel": CHANNELS.get(found.channel, found.channel),
        "collector": names.get(found.collected_by, _("The operator of the system")),
        "at": found.collected_at,
        "purpose": purposes.get(found.purpose, found.purpose),
    }
    return render(request, "residents/source.html", context, "source")


@require_safe
def residents(request: StaffRequest) -> HttpResponse:
    """The masked list. It shows what its purpose needs, and without a purpose nothing (USE-06)."""
    form = ListForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    purpose, items, purposes = ask_together(
        facts.purpose.of(asked.get("purpose", "")), catalogue.item_names.of(), catalogue.purpose_names.of()
    )
    with gate.passage(
        request.actor, Action.RESIDENT_LIST, purpose=purpose.code if purpose else None
    ) as passage:
        needed = [item for item in items if purpose and item.code in purpose.needs]
        codes = [item.code for item in needed]
        people = queries.page(passage, items=codes, after=asked.get("after")) if purpose else []
        passage.items += codes
        passage.saw(rows=len(people))
    context = {
        "purposes": purposes,
        "chosen": purpose.code if purpose else "",
        "columns": [item.name for item in needed],
        "rows": finding.rows(people, needed),
        "next": people[-1].resident if len(people) == queries.PAGE else None,
    }
    return render(request, "residents/list.html", context, "people")
