"""Partners over HTTP: the list, one of them, forms, and what a second person decides."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.shell import offers
from lindun.partners import actions, approving, pages, queries
from lindun.partners.deeds import DEEDS
from lindun.partners.forms import PartnerForm
from lindun.partners.models import Consent, Opening, Waiver
from lindun.partners.refusal import BadPartner, NotYet
from lindun.partners.registry import chapters
from lindun.web import reasons
from lindun.web.render import render

PAGE = 30
DECIDED: dict[str, type[Opening | Waiver | Consent]] = {
    "opening": Opening,
    "waiver": Waiver,
    "consent": Consent,
}
MAY = {
    "keep": Action.PARTNER_KEEP,
    "ask": Action.PARTNER_ASK,
    "decide": Action.PARTNER_DECIDE,
    "waive": Action.WAIVER_DECIDE,
    "confirm": Action.BREACH_CONFIRM,
}


@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.PARTNER_VIEW) as passage:
        page = Paginator(queries.partners(), PAGE).get_page(request.GET.get("page"))
        rows = pages.listed(list(page.object_list))
        passage.saw(partners=len(rows))
    return render(request, "partners/list.html", {"page": page, "rows": rows, "may": _may(request)})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.PARTNER_KEEP):
        people = queries.people_in_charge()
    form = PartnerForm(request.POST or None, people=people, initial={"owner": request.staff.pk})
    if request.method == "POST" and form.is_valid():
        try:
            partner = actions.enter(request.actor, **form.cleaned_data)
        except BadPartner as wrong:
            form.add_error(None, str(wrong))
        else:
            return redirect("partners:one", partner.pk)
    context = {
        "form": form,
        "title": _("Enter a partner"),
        "text": _("The firm is known by its credit code: another name does not make it another firm."),
    }
    return render(request, "partners/form.html", context, status=422 if form.errors else 200)


@require_safe
def one(request: StaffRequest, partner: UUID) -> HttpResponse:
    with gate.passage(request.actor, Action.PARTNER_VIEW) as passage:
        found = queries.partner(partner)
        passage.saw([partner], kind="partner")
        context = pages.one(found) | {"may": _may(request), "me": request.staff.pk}
        context["chapters"] = chapters.about(passage, partner)
    return render(request, "partners/one.html", context)


@require_POST
def ask(request: StaffRequest, partner: UUID) -> HttpResponse:
    """Ask for the account; a second person opens it."""
    try:
        approving.ask_to_open(request.actor, partner=partner)
        messages.success(request, _("Asked for; a second person opens it."))
    except (BadPartner, NotYet) as wrong:
        messages.error(request, _words(wrong))
    return redirect("partners:one", partner)


@require_POST
def decide(request: StaffRequest, of: str, asked: UUID) -> HttpResponse:
    if of not in DECIDED:
        raise Http404
    agree = request.POST.get("decision") == "agree"
    try:
        found = approving.decide(request.actor, of=DECIDED[of], asked=asked, agree=agree)
        messages.success(request, _("Agreed.") if agree else _("Refused."))
    except (BadPartner, NotYet) as wrong:
        messages.error(request, _words(wrong))
        with gate.passage(request.actor, Action.PARTNER_VIEW):
            found = queries.partner_of(queries.asked(DECIDED[of], asked))
    return redirect("partners:one", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def deed(request: StaffRequest, deed: str, about: UUID) -> HttpResponse:
    """One form of those in DEEDS."""
    if deed not in DEEDS:
        raise Http404
    chosen = DEEDS[deed]
    with gate.passage(request.actor, chosen.action) as passage:
        partner = chosen.find(about)
        passage.saw([partner.pk], kind="partner")
        posted = request.POST if request.method == "POST" else None
        more = chosen.more(posted or request.GET)
        form = chosen.form(posted, initial=dict(chosen.begin(partner, about)), **more)
    if request.method == "POST" and form.is_valid():
        try:
            chosen.act(request.actor, about, form)
        except (BadPartner, NotYet) as wrong:
            form.add_error(None, _words(wrong))
        else:
            messages.success(request, _("Entered."))
            return redirect("partners:one", partner.pk)
    context = {"form": form, "title": chosen.title, "text": chosen.text, "partner": partner}
    return render(request, "partners/form.html", context, status=422 if form.errors else 200)


def _words(wrong: BadPartner | NotYet) -> str:
    if isinstance(wrong, NotYet):
        return " ".join(reasons.explain(wrong.reasons).sentences)
    return str(wrong)


def _may(request: StaffRequest) -> dict[str, Any]:
    """Which buttons this post has at all; the gate decides when one is pressed."""
    return {name: offers(action)(request) for name, action in MAY.items()}
