"""For the officer and whoever publishes with her: versions, proposals, and who has not accepted what."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lindun import gate
from lindun.core.policy import Access
from lindun.gate.vocabulary import Action
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.models import Role
from lindun.organisation.shell import offers
from lindun.policies import publishing, queries, reading
from lindun.policies.clauses import BadText
from lindun.policies.forms import DecisionForm, DraftForm
from lindun.policies.models import Kind, State, Text
from lindun.policies.publishing import PUBLISHING, BadVersion, Draft
from lindun.web import reasons
from lindun.web.render import render

PAGE = 50
WRONG_FORM = {
    "no_clause": gettext_lazy("There is no clause in it: a clause begins with “## ”."),
    "clause_without_chapter": gettext_lazy("A clause stands before the first chapter: begin with “# ”."),
    "words_without_clause": gettext_lazy("Words stand outside a clause."),
    "long_heading": gettext_lazy("A heading is too long."),
    "other_form": gettext_lazy("The English text has other clauses than the Chinese one."),
    "personal": gettext_lazy("This looks as if it named somebody. A text for everybody names nobody."),
    "forms_missing": gettext_lazy("Duties need three chapters: what is spoken, written and electronic."),
}


@require_safe
def office(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.PROMISE_LIST) as passage:
        missing = [(Kind(kind), queries.missing(kind).count()) for kind in Kind.values]
        texts = queries.current_texts()
        context = {
            "texts": texts,
            "proposals": queries.proposals(),
            "missing": missing,
            "people": len(queries.in_post()),
            "may_propose": offers(Action.TEXT_PROPOSE)(request),
            "may_review": offers(Action.TEXT_REVIEW)(request),
        }
        passage.saw(texts=len(texts))
    return render(request, "policies/office.html", context)


@require_safe
def missing(request: StaffRequest, kind: str) -> HttpResponse:
    """Who is in post and has not accepted the version that counts for her."""
    chosen = Kind(kind) if kind in Kind.values else Kind.RULES
    with gate.passage(request.actor, Action.PROMISE_LIST) as passage:
        page = Paginator(queries.missing(chosen), PAGE).get_page(request.GET.get("page"))
        people = list(page.object_list)
        passage.about(f"text.{chosen}")
        passage.saw([person.pk for person in people], kind="staff", people=page.paginator.count)
    tabs = [
        {"label": each.label, "url": reverse("policies:missing", args=[each]), "current": each == chosen}
        for each in Kind
    ]
    context = {"kind": chosen, "page": page, "people": people, "tabs": tabs}
    return render(request, "policies/missing.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: StaffRequest, kind: str) -> HttpResponse:
    chosen = Kind(kind) if kind in {Kind.RULES, Kind.PLEDGE} else Kind.RULES
    return _propose(request, chosen, "")


@require_http_methods(["GET", "HEAD", "POST"])
def propose_duties(request: StaffRequest, role: str) -> HttpResponse:
    return _propose(request, Kind.DUTIES, role if role in Role.values else Role.COUNTER)


def _propose(request: StaffRequest, kind: Kind, role: str) -> HttpResponse:
    with gate.passage(request.actor, Action.TEXT_PROPOSE) as passage:
        current = queries.in_force(kind, role)
        passage.saw([current.pk], kind="text")
    form = DraftForm(request.POST or None, initial={"chinese": current.chinese, "english": current.english})
    if request.method == "POST" and form.is_valid():
        try:
            text = publishing.propose(request.actor, Draft(kind=kind, role=role, **form.cleaned_data))
        except BadVersion as wrong:
            form.add_error(None, str(wrong))
        except BadText as wrong:
            form.add_error(None, _in_words(wrong))
        else:
            messages.success(request, _("Proposed. A second person publishes it."))
            return redirect("policies:version", text.pk)
    context = {"form": form, "kind": kind, "current": current, "post": Role(role).label if role else ""}
    return render(request, "policies/propose.html", context, status=422 if form.errors else 200)


def _in_words(wrong: BadText) -> str:
    words = str(WRONG_FORM[wrong.code])
    return f"{words} ({_('line %(number)s') % {'number': wrong.line}})" if wrong.line else words


@require_safe
def version(request: StaffRequest, text: UUID) -> HttpResponse:
    """A proposed or published version beside the one before it."""
    with gate.passage(request.actor, Action.TEXT_REVIEW) as passage:
        found = queries.proposal(text)
        earlier = queries.before(found)
        passage.saw([text], kind="text")
        decision = passage.outlook(
            Access(
                actor=passage.actor,
                action=PUBLISHING[Kind(found.kind)],
                now=timezone.now(),
                proposed_by=str(found.proposed_by_id) if found.proposed_by_id else None,
            )
        )
        waits = found.state == State.WAITING
        context = {
            "text": found,
            "earlier": earlier,
            "shown": reading.shown(found, earlier),
            "waits": waits,
            "may_decide": waits and decision.allowed,
            "blocked": reasons.explain(decision.reasons, decision.ways_on)
            if waits and not decision.allowed
            else None,
        }
    return render(request, "policies/version.html", context)


@require_POST
def decide(request: StaffRequest, text: UUID) -> HttpResponse:
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return redirect("policies:version", text)
    said = form.cleaned_data
    approve = said["decision"] == "approve"
    try:
        decided = publishing.decide(
            request.actor, text=text, approve=approve, seen=said["seen"], words=said["words"]
        )
    except BadVersion as wrong:
        messages.error(request, str(wrong))
        return redirect("policies:version", text)
    messages.success(request, _outcome(decided))
    # what is published binds its publisher as well
    return redirect(publishing.PAGES[Kind(decided.kind)] if approve else "policies:office")


def _outcome(text: Text) -> str:
    if text.state == State.REFUSED:
        return _("Refused; nothing changes.")
    return _("Published as version %(number)s. Everybody whom it binds is told.") % {"number": text.number}
