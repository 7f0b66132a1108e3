"""The rules for passwords and screens, and a new password for somebody."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lindun import gate
from lindun.accounts import actions, queries
from lindun.accounts.forms import RulesForm
from lindun.gate.vocabulary import Action
from lindun.organisation.middleware import StaffRequest
from lindun.web.render import render


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: StaffRequest) -> HttpResponse:
    form = RulesForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.change_rules(request.actor, **form.cleaned_data)
        messages.success(request, _("In force from now on, for everybody."))
        return redirect("accounts:rules")
    with gate.passage(request.actor, Action.RULES_CHANGE):
        if not form.is_bound:
            demands = queries.demands()
            form.initial = {"password_days": demands.password_days, "lock_minutes": demands.lock_minutes}
        return render(request, "accounts/rules.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def new_password(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """The new password stands on the answer, once, and nowhere else."""
    person, password = actions.give_new_password(request.actor, staff=staff_id)
    return render(request, "accounts/new_password.html", {"person": person, "password": password})
