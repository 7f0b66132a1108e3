"""Words for what ledger entries name: kinds of subjects, what is counted, codes that are choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lindun.conduct import models as conduct
from lindun.conduct.ladder import Intent
from lindun.legal.askers import ASKERS
from lindun.organisation.models import Result
from lindun.papers import models as papers
from lindun.personnel.file import For
from lindun.personnel.models import Award
from lindun.policies import models as policies
from lindun.training import library

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

KINDS: dict[str, StrPromise] = {
    "resident": gettext_lazy("resident"),
    "dwelling": gettext_lazy("household"),
    "task": gettext_lazy("task"),
    "lookup": gettext_lazy("look-up"),
    "alert": gettext_lazy("alert"),
    "roster": gettext_lazy("roster"),
    "staff_list": gettext_lazy("list of staff"),
    "change": gettext_lazy("change"),
    "classification": gettext_lazy("kind of data"),
    "entry": gettext_lazy("entry"),
    "community": gettext_lazy("community"),
    "staff": gettext_lazy("staff"),
    "robot": gettext_lazy("group robot"),
    "notice": gettext_lazy("text for publication"),
    "question": gettext_lazy("question"),
    "enquiry": gettext_lazy("request from outside"),
    "exit": gettext_lazy("exit permit"),
    "partner": gettext_lazy("partner"),
    "opening": gettext_lazy("partner's account"),
    "waiver": gettext_lazy("waiver"),
    "consent": gettext_lazy("written consent"),
    "breach": gettext_lazy("leak by a partner"),
    "sheet": gettext_lazy("printed sheet"),
    "asset": gettext_lazy("thing of the company"),
    "departure": gettext_lazy("exit"),
    "transfer": gettext_lazy("transfer"),
    "system": gettext_lazy("connected system"),
    "incident": gettext_lazy("report about a thing"),
    "case": gettext_lazy("violation case"),
    "link": gettext_lazy("work-order link"),
    "client": gettext_lazy("work-order system"),
    "proposal": gettext_lazy("proposal"),
    "quiz": gettext_lazy("quiz"),
    "plan": gettext_lazy("line of the training plan"),
    "contest": gettext_lazy("contest"),
    "export": gettext_lazy("exported file"),
    "request": gettext_lazy("request"),
    "project": gettext_lazy("special task"),
    "text": gettext_lazy("company text"),
    "signature": gettext_lazy("signed pledge"),
    "poster": gettext_lazy("poster"),
    "review": gettext_lazy("review of permissions"),
    "building": gettext_lazy("building"),
    "session": gettext_lazy("sign-in"),
}
COUNTS: dict[str, StrPromise] = {
    "fields": gettext_lazy("values"),
    "rows": gettext_lazy("rows"),
    "residents": gettext_lazy("residents"),
    "dwellings": gettext_lazy("households"),
    "tasks": gettext_lazy("tasks"),
    "handed": gettext_lazy("tasks handed over"),
    "alerts": gettext_lazy("alerts"),
    "lookups": gettext_lazy("look-ups"),
    "staff": gettext_lazy("people"),
    "entries": gettext_lazy("entries"),
    "columns": gettext_lazy("columns"),
    "seconds": gettext_lazy("seconds"),
    "views": gettext_lazy("values that may be opened"),
    "views_left": gettext_lazy("values left"),
    "links": gettext_lazy("links"),
    "calls": gettext_lazy("calls"),
    "robots": gettext_lazy("group robots"),
    "notices": gettext_lazy("texts for publication"),
    "questions": gettext_lazy("questions"),
    "enquiries": gettext_lazy("requests from outside"),
    "exits": gettext_lazy("exit permits"),
    "partners": gettext_lazy("partners"),
    "clauses": gettext_lazy("parts of the clause"),
    "transfers": gettext_lazy("transfers"),
    "reminders": gettext_lazy("reminders"),
    "assets": gettext_lazy("things"),
    "incidents": gettext_lazy("reports about things"),
    "systems": gettext_lazy("work-order systems"),
    "communities": gettext_lazy("communities"),
    "cases": gettext_lazy("violation cases"),
    "rungs": gettext_lazy("measures in use"),
    "days": gettext_lazy("days"),
    "yuan": gettext_lazy("yuan"),
    "page": gettext_lazy("page"),
    "pages": gettext_lazy("printed pages"),
    "sheets": gettext_lazy("printed sheets"),
    "right": gettext_lazy("right answers"),
    "people": gettext_lazy("people"),
    "lines": gettext_lazy("lines of the plan"),
    "edition": gettext_lazy("version"),
    "contests": gettext_lazy("contests"),
    "teams": gettext_lazy("teams"),
    "ending": gettext_lazy("courses about to end"),
    "missed": gettext_lazy("planned trainings missed"),
    "topics": gettext_lazy("rules that many get wrong"),
    "departures": gettext_lazy("exits"),
    "decoys": gettext_lazy("marked rows"),
    "bytes": gettext_lazy("bytes"),
    "exports": gettext_lazy("exported files"),
    "purposes": gettext_lazy("purposes"),
    "places": gettext_lazy("places"),
    "projects": gettext_lazy("special tasks"),
    "posters": gettext_lazy("posters"),
    "texts": gettext_lazy("company texts"),
    "changes": gettext_lazy("changes of permissions"),
    "reviews": gettext_lazy("reviews of permissions"),
    "requests": gettext_lazy("requests"),
    "emergencies": gettext_lazy("emergency requests"),
    "deputies": gettext_lazy("deputies"),
    "rosters": gettext_lazy("rosters"),
    "lists": gettext_lazy("lists of staff"),
    "hours": gettext_lazy("hours"),
    "looks": gettext_lazy("looks"),
    "reminded": gettext_lazy("people reminded"),
    "commendations": gettext_lazy("commendations"),
    "posts": gettext_lazy("posts"),
    "checks": gettext_lazy("background checks"),
}
CHOICES: dict[str, dict[str, StrPromise]] = {
    "violation": dict(conduct.Type.choices),
    "intent": dict(Intent.choices),
    "text": dict(policies.Kind.choices),
    "proof": dict(policies.Proof.choices),
    "commendation": dict(Award.choices),
    "extract": dict(For.choices),
    "check": dict(Result.choices),
    "customer": dict(papers.Customer.choices),
    "sheet": dict(papers.End.choices),
    "asker": {code: asker.title for code, asker in ASKERS.items()},
}


def chosen(code: str) -> str:
    """The words of a code whose second half is one of the choices of an app, or ""."""
    family, _dot, choice = code.partition(".")
    if family == "version" and choice.isdecimal():
        return _("version %(number)s") % {"number": choice}
    if family == "rule" and choice in library.rules():
        return str(library.rules()[choice].title)
    if family == "course" and choice in library.COURSES:
        return str(library.course(choice, library.shipped()[choice]).title)
    return str(CHOICES.get(family, {}).get(choice, ""))
