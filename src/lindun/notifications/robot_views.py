"""Group robots over HTTP: the list, one robot, trying it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.notifications import kinds, queries, robot_actions, words
from lindun.notifications.forms import RobotForm
from lindun.notifications.models import Robot
from lindun.notifications.robot_actions import BadRobot
from lindun.notifications.robots import SERVICES
from lindun.notifications.sending import SendFailed
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.shell import offers
from lindun.web.render import render


@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.ROBOT_VIEW) as passage:
        rows = [_row(robot) for robot in queries.robots()]
        passage.saw(robots=len(rows))
    context = {"rows": rows, "may_change": offers(Action.ROBOT_CHANGE)(request)}
    return render(request, "notifications/robots.html", context)


def _row(robot: Robot) -> dict[str, Any]:
    return {
        "robot": robot,
        "failure": words.failure(robot.failure) if robot.is_failing else "",
        "passes_on": [kinds.sentence(kind, "…") for kind in robot.passes_on],
    }


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    form = RobotForm(request.POST or None, initial={"kinds": list(kinds.Kind), "active": True})
    if request.method == "POST" and form.is_valid() and _added(request, form):
        return redirect("notifications:robots")
    with gate.passage(request.actor, Action.ROBOT_CHANGE):
        return _form(request, form, robot=None)


def _added(request: StaffRequest, form: RobotForm) -> bool:
    try:
        robot_actions.add_robot(request.actor, kind=form.cleaned_data["kind"], said=form.said())
    except BadRobot as wrong:
        form.add_error(None, str(wrong))
        return False
    messages.success(request, _("Added. Send a test to see whether it arrives."))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: StaffRequest, robot: UUID) -> HttpResponse:
    with gate.passage(request.actor, Action.ROBOT_CHANGE) as passage:
        found = queries.robots().filter(pk=robot).first()
        if found is None:
            raise gate.NotHere
        passage.saw([robot], kind="robot")
    form = RobotForm(request.POST or None, initial=RobotForm.initial_of(found))
    del form.fields["kind"]
    if request.method == "POST" and form.is_valid() and _changed(request, found, form):
        return redirect("notifications:robots")
    return _form(request, form, robot=found)


def _changed(request: StaffRequest, robot: Robot, form: RobotForm) -> bool:
    try:
        robot_actions.change_robot(request.actor, robot=robot.pk, said=form.said())
    except BadRobot as wrong:
        form.add_error(None, str(wrong))
        return False
    messages.success(request, _("Changed."))
    return True


def _form(request: StaffRequest, form: RobotForm, *, robot: Robot | None) -> HttpResponse:
    context = {"form": form, "robot": robot, "services": [each.example for each in SERVICES.values()]}
    return render(request, "notifications/robot.html", context, status=422 if form.errors else 200)


@require_POST
def tried(request: StaffRequest, robot: UUID) -> HttpResponse:
    """Send a test now and say how it went."""
    try:
        robot_actions.try_robot(request.actor, robot=robot)
        messages.success(request, _("The robot took the test. Look into the group."))
    except SendFailed as failed:
        messages.error(request, _("The test did not get through.") + " " + words.failure(failed.code))
    return redirect("notifications:robots")
