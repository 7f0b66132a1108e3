"""The record of a closed case for people to read, as a PDF made from the record and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lindun.core.marking import Level, document_mark
from lindun.organisation import queries as organisation
from lindun.sharing.files.labels import Label
from lindun.sharing.files.pdf import Line, Step, request_file


def how_to_check(number: str) -> str:
    """What lies beside the record: three checks that need nothing of ours."""
    checks = (
        _("Evidence file %(number)s: how to check it offline, without Lindun") % {"number": number},
        _("1. Nothing is missing or altered: run `sha256sum -c SHA256SUMS` in the unpacked folder."),
        _(
            "2. What was done stands in the ledger: check each file in the folder ledger with the independent"
            " verifier, `python3 verifier.pyz proof FILE.json --key ledger.pub`. The verifier is not in here,"
            " so that it comes from elsewhere: whoever reads the ledger downloads it there from any entry."
            " Compare ledger.pub with the key that the company has published elsewhere."
        ),
        _(
            "3. The record is the one that was closed: the entry with the action conduct.case.close carries"
            " the SHA-256 of case.json in its reasons record.first and record.second, with the letters a to p"
            " for the digits 0 to f."
        ),
    )
    return "\n\n".join(checks) + "\n"


def pdf(record: Mapping[str, Any], *, closed: datetime) -> bytes:
    """closed: aware; the moment the file is made for, so that it has the same bytes each time."""
    company = organisation.company()
    label = Label(
        title=_("Evidence file of a violation case"),
        holder=company.name if company else "",
        number=record["number"],
        at=f"{timezone.localtime(closed):%Y-%m-%d %H:%M}",
        level=document_mark(Level.L2, scheme=organisation.level_scheme()),
    )
    return request_file(label, _facts(record), _steps(record), made=closed)


def _facts(record: Mapping[str, Any]) -> list[tuple[str, str]]:
    about = record["about"]
    whom = about.get("partner") or f"{about['name']} {about['number']} · {about['post']}"
    facts = [
        (_("Person concerned"), whom),
        (_("Type"), f"{record['type']['words']} · {record['intent']['words']}"),
        (_("Gravity"), record["gravity"]["words"]),
        (_("Happened on"), record["happened_on"]),
        (_("What happened"), record["what"]),
    ]
    decision = record["decision"]
    for name, words in (("loss", _("Loss (yuan)")), ("compensation", _("Compensation (yuan)"))):
        if name in decision:
            facts.append((words, decision[name]))
    return facts


def _steps(record: Mapping[str, Any]) -> list[Step]:
    decided, heard = record["decision"], map(_heard, record["heard"])
    return [
        Step(
            _("Case reported"),
            [_line(record["reported"], _("reported it")), *map(_exhibit, record["evidence"])],
        ),
        Step(_("Person heard"), [_line(record["asked"], _("asked for a statement")), *heard]),
        Step(_("Case decided"), [_line(decided, _measure(decided), decided["why"])]),
        Step(_("Appeal"), _replied(record.get("reply"))),
        Step(_("Carried out and closed"), _carried_out(record)),
    ]


def _measure(decided: Mapping[str, Any]) -> str:
    if not decided["confirmed"]:
        return _("no violation")
    words = [decided["measure"]["words"]] if "measure" in decided else [_("violation confirmed")]
    extra = {
        "correct_at_once": _("correct at once"),
        "remove_effects": _("remove the effects"),
        "legal_action": _("legal action"),
    }
    return str(_(", ")).join([*words, *(said for name, said in extra.items() if decided[name])])


def _exhibit(one: Mapping[str, Any]) -> Line:
    what = {
        "words": _("account in words"),
        "entry": _("entry of the ledger"),
        "document": _("document by its fingerprint"),
    }[one["kind"]]
    return _line(one, what, one["words"] or one.get("entry", ""), one.get("sha256", ""))


def _heard(one: Mapping[str, Any]) -> Line:
    witness = _("witness: %(name)s") % {"name": one["witness"]["name"]} if "witness" in one else ""
    return _line(one, one["kind"]["words"], one["words"], witness)


def _replied(reply: Mapping[str, Any] | None) -> list[Line]:
    if reply is None:
        return [Line("", "", _("No appeal was made in time."))]
    lines = [_line(reply, _("accepts the decision") if reply["accepted"] else _("appeals"), reply["words"])]
    if answer := reply.get("answer"):
        measure = answer["measure"]["words"] if "measure" in answer else ""
        lines.append(_line(answer, answer["outcome"]["words"], measure, answer["words"]))
    return lines


def _carried_out(record: Mapping[str, Any]) -> list[Line]:
    lines = [
        _line(
            one,
            _("deduction of %(month)s: %(amount)s yuan") % {"month": one["month"], "amount": one["amount"]},
        )
        for one in record["deductions"]
    ]
    if "suspended" in record:
        lines.insert(0, _line(record["suspended"], _("suspended for the time of the case")))
    if "notice" in record:
        lines.append(_line(record["notice"], _("published the internal notice"), record["notice"]["text"]))
    return [*lines, _line(record["closed"], _("closed the case"))]


def _line(step: Mapping[str, Any], *words: str) -> Line:
    at = timezone.localtime(datetime.fromisoformat(step["at"]))
    return Line(f"{at:%Y-%m-%d %H:%M}", step["by"]["name"], " · ".join(part for part in words if part))
