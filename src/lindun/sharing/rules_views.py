"""The rules for receivers over HTTP: the officer reads the newest version and publishes the next."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.organisation.middleware import StaffRequest
from lindun.sharing import receiving
from lindun.sharing.forms import RulesForm
from lindun.sharing.receiving import BadRules
from lindun.web.render import render


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.RULES_PUBLISH):
        newest = receiving.current()
    form = RulesForm(request.POST or None, initial={"chinese": newest.chinese, "english": newest.english})
    if request.method == "POST" and form.is_valid():
        try:
            published = receiving.publish(request.actor, **form.cleaned_data)
        except BadRules as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(
                request,
                _("Version %(n)d is in force; every receiver is asked again.") % {"n": published.version},
            )
            return redirect("sharing:rules")
    context = {"form": form, "newest": newest}
    return render(request, "sharing/rules.html", context, status=422 if form.errors else 200)
