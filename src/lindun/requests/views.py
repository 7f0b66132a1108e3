"""The desk and what is done from it: open and close tasks, see service records, alerts and look-ups."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lindun import gate
from lindun.estates import queries as estates
from lindun.gate.vocabulary import Action
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.shell import offers
from lindun.requests import actions, queries, remarks, scopes, waiting
from lindun.requests.actions import BadTask
from lindun.requests.forms import NewTaskForm
from lindun.requests.models import Alert, Task
from lindun.requests.waiting import Thing
from lindun.web import navigation
from lindun.web.render import render


@require_safe
def desk(request: StaffRequest) -> HttpResponse:
    if not offers(Action.DESK_VIEW)(request) and (elsewhere := _first_page(request)):
        return redirect(elsewhere)
    with gate.passage(request.actor, Action.DESK_VIEW) as passage:
        mine = list(queries.my_open_tasks(request.staff.pk))
        context = {
            "tasks": [_task_row(task) for task in mine],
            "recent": [
                {
                    "title": one.dwelling.title,
                    "purpose": one.purpose,
                    "at": one.at,
                    "url": _household(one.dwelling.pk),
                }
                for one in queries.worked_on(request.staff.pk)
            ],
            "waiting": _waiting(request),
        }
        passage.saw(tasks=len(mine))
    return render(request, "requests/desk.html", context)


def _first_page(request: StaffRequest) -> str | None:
    """Where somebody without a desk begins: the first main link of her sidebar, else the first."""
    sections = navigation.sections(request)
    entries = [*navigation.pocket(sections), *(entry for section in sections for entry in section.entries)]
    return entries[0].url if entries else None


def _household(dwelling: UUID) -> str:
    return reverse("residents:household", args=[dwelling])


def _task_row(task: Task) -> dict[str, Any]:
    return {
        "number": task.number,
        "title": task.summary,
        "place": task.dwelling.title,
        "purpose": task.purpose.name,
        "until": task.closes_at,
        "url": _household(task.dwelling_id),
    }


def _waiting(request: StaffRequest) -> list[Thing]:
    """What waits for this post. Runs inside the desk's passage and counts its rows only."""
    found = waiting.of(request)
    if offers(Action.ALERT_VIEW)(request) and (count := queries.open_alerts().count()):
        label = ngettext("%(n)d alert", "%(n)d alerts", count) % {"n": count}
        detail = _("Personal data was written where it does not belong.")
        found.append(Thing(label, detail, reverse("requests:alerts"), urgent=True))
    if offers(Action.LOOKUP_REVIEW)(request) and (
        count := queries.lookups_to_review(request.staff.pk).count()
    ):
        label = ngettext("%(n)d look-up without a task", "%(n)d look-ups without a task", count) % {
            "n": count
        }
        detail = _("Households opened for a reason only: see whether the reason holds.")
        found.append(Thing(label, detail, reverse("requests:lookups"), urgent=False))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def new_task(request: StaffRequest, dwelling: UUID | None = None) -> HttpResponse:
    """A new task, for a room that is typed or for the household it was asked from."""
    home = _home_of(request, dwelling)
    form = NewTaskForm(request.POST or None, initial={"purpose": request.GET.get("purpose", "")})
    if home:
        del form.fields["place"]
    if request.method == "POST" and form.is_valid() and (opened := _open(request, form, dwelling)):
        return opened
    chosen = form["purpose"].value() or ""
    kinds = scopes.kinds_of_work(chosen, clearance=request.staff.clearance)
    context = {"form": form, "kinds": kinds, "home": home}
    return render(request, "requests/task_form.html", context, "scope", status=422 if form.errors else 200)


def _home_of(request: StaffRequest, dwelling: UUID | None) -> dict[str, Any] | None:
    """The household it was asked from, if it was. The empty form, too, is for those who have a desk."""
    with gate.passage(request.actor, Action.DESK_VIEW) as passage:
        home = estates.dwelling(passage, dwelling) if dwelling else None
    return {"pk": home.pk, "title": home.title} if home else None


def _open(request: StaffRequest, form: NewTaskForm, dwelling: UUID | None) -> HttpResponse | None:
    """Open the task and go to its household; None when the form now says what is wrong."""
    dwelling = dwelling or _typed_home(request, form)
    if dwelling is None:
        return None
    asked = form.cleaned_data
    try:
        task, cleaned = actions.open_task(
            request.actor, dwelling=dwelling, purpose=asked["purpose"], summary=asked["summary"]
        )
    except BadTask as wrong:
        form.add_error("summary", str(wrong))
        return None
    messages.success(request, _("Task %(number)s is open.") % {"number": task.number})
    remarks.warn(request, cleaned)
    return HttpResponseRedirect(_household(dwelling))


def _typed_home(request: StaffRequest, form: NewTaskForm) -> UUID | None:
    with gate.passage(request.actor, Action.DESK_VIEW):
        homes = list(estates.at_room(form.cleaned_data["place"])[:2])
    if len(homes) == 1:
        return homes[0].pk
    several = _("Several homes have this room: add building and unit, as in 3-2-1201, or the community.")
    none = _("There is no such room in your buildings. Write it as in 3-2-1201.")
    form.add_error("place", several if homes else none)
    return None


@require_POST
def close_task(request: StaffRequest, task: UUID) -> HttpResponse:
    closed = actions.close_task(request.actor, task=task)
    messages.success(
        request, _("Task %(number)s is closed; what it opened is closed too.") % {"number": closed.number}
    )
    return redirect("requests:desk")


@require_safe
def history(request: StaffRequest, dwelling: UUID) -> HttpResponse:
    """Service records of a household, for leaders (ACC-05)."""
    with gate.passage(request.actor, Action.HISTORY_VIEW) as passage:
        home = estates.dwelling(passage, dwelling)
        records = queries.history(dwelling)
        passage.saw([dwelling], kind="dwelling", tasks=len(records))
    context = {"home": {"pk": home.pk, "title": home.title}, "records": records}
    return render(request, "requests/history.html", context, "records")


@require_safe
def alerts(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.ALERT_VIEW) as passage:
        rows = [_alert_row(alert) for alert in queries.open_alerts()[:100]]
        passage.saw(alerts=len(rows))
    return render(request, "requests/alerts.html", {"alerts": rows})


def _alert_row(alert: Alert) -> dict[str, Any]:
    return {
        "pk": alert.pk,
        "kinds": remarks.kinds_in_words(alert.types.split()),
        "place": alert.building.title if alert.building else alert.community.name,
        "who": alert.staff.name if alert.staff else _("the system"),
        "reference": alert.reference,
        "at": alert.at,
    }


@require_POST
def acknowledge_alert(request: StaffRequest, alert: UUID) -> HttpResponse:
    actions.acknowledge_alert(request.actor, alert=alert)
    return redirect("requests:alerts")


@require_safe
def lookups(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.LOOKUP_REVIEW) as passage:
        waiting = list(queries.lookups_to_review(request.staff.pk)[:100])
        passage.saw(lookups=len(waiting))
    return render(request, "requests/lookups.html", {"lookups": waiting})


@require_POST
def review_lookup(request: StaffRequest, lookup: UUID) -> HttpResponse:
    actions.review_lookup(request.actor, lookup=lookup)
    messages.success(request, _("Reviewed; your name stands with it."))
    return redirect("requests:lookups")
