"""The evidence file of a closed case: record, hashes, ledger proofs; the same bytes each time it is made.

When a case is closed its record is written once, as canonical JSON (RFC 8785 for the values used here), and
its SHA-256 goes into the ledger entry of the closing. So the file needs nobody's word: the record is checked
against that entry, the entry against a signed checkpoint, the checkpoint against the public key.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation

from lindun import gate
from lindun.conduct import printing, queries
from lindun.conduct.models import Case, Evidence, Exhibit, Hearing
from lindun.gate.proofs import proofs_up_to, public_keys
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Staff
from lindun.partners.breaches import digest

FORMAT = "lindun-case/1"
MOST_ENTRIES = 1000
LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
SUMS = "SHA256SUMS"
UNIX = 3
EPOCH = (1980, 1, 1, 0, 0, 0)  # a fixed time, so that equal contents make equal files


def record(found: Case) -> str:
    """The whole case as canonical JSON, in the language of the house."""
    with translation.override(settings.LANGUAGE_CODE):
        return canonical(_record(found))


def fingerprint(text: str) -> list[str]:
    """The SHA-256 of a record as two ledger codes: its hex digits, a to p for 0 to f, in two halves."""
    letters = hashlib.sha256(text.encode()).hexdigest().translate(LETTERS)
    return [f"record.first.{letters[:32]}", f"record.second.{letters[32:]}"]


def pack(who: gate.Identity, *, case: UUID) -> tuple[str, bytes]:
    """The number of a closed case and its evidence file (ZIP).

    Raises gate.Denied, gate.NotHere for a case that is not closed, NotProvenYet for some moments afterwards.
    """
    accused = _accused(who, case)
    with gate.passage(who, Action.CASE_EXPORT, other_person=accused) as passage:
        found = queries.case(passage, case)
        if found.closed_at is None:
            raise gate.NotHere
        subject = f"case:{found.pk}"
        passage.saw([found.pk], kind="case")
        cited = [UUID(one["entry"]) for one in json.loads(found.record)["evidence"] if one.get("entry")]
        proofs = proofs_up_to(passage, subject, last=Action.CASE_CLOSE, cited=cited, most=MOST_ENTRIES)
        inquiries = canonical([_inquiry(one) for one in found.inquiries.all()])
    with translation.override(settings.LANGUAGE_CODE):
        pages = printing.pdf(json.loads(found.record), closed=found.closed_at)
        files = {
            "case.json": found.record.encode(),
            "case.pdf": pages,
            "inquiries.json": inquiries.encode(),
            "ledger.pub": public_keys().encode(),
            "README.txt": printing.how_to_check(found.number).encode(),
            **{f"ledger/proof-{entry}.json": proof.encode() for entry, proof in proofs},
        }
    return found.number, _zipped(files)


def canonical(value: object) -> str:
    """RFC 8785 for strings, whole numbers, booleans, lists and maps with ASCII keys."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _accused(who: gate.Identity, case: UUID) -> UUID | None:
    with gate.passage(who, Action.CASE_VIEW) as passage:
        return queries.case(passage, case).accused_id


def _record(found: Case) -> dict[str, Any]:
    said = {
        "format": FORMAT,
        "id": str(found.pk),
        "number": found.number,
        "about": _person(found.accused) if found.accused else _firm(found),
        "type": _said(found.type, found.get_type_display()),
        "intent": _said(found.intent, found.get_intent_display()),
        "gravity": _said(found.gravity, found.get_gravity_display()),
        "what": found.what,
        "happened_on": f"{found.happened_on:%Y-%m-%d}",
        "reported": _step(found.reported_by, found.reported_at),
        "evidence": [_evidence(one) for one in found.evidence.all()],
        "asked": _made(found.asked_by, found.asked_at),
        "suspended": _made(found.suspended_by, found.suspended_at),
        "heard": [_hearing(one) for one in found.hearings.all()],
        "decision": _decision(found),
        "reply": _reply(found) if hasattr(found, "reply") else None,
        "deductions": [
            _step(one.entered_by, one.at) | {"month": f"{one.month:%Y-%m}", "amount": str(one.amount)}
            for one in found.deductions.all()
        ],
        "notice": _step(found.bulletin.by, found.bulletin.at) | {"text": found.bulletin.text}
        if hasattr(found, "bulletin")
        else None,
        "closed": _made(found.closed_by, found.closed_at),
    }
    return {name: value for name, value in said.items() if value is not None}


def _said(code: str, words: str) -> dict[str, str]:
    return {"code": code, "words": words}


def _person(person: Staff) -> dict[str, str]:
    return {
        "staff": str(person.pk),
        "number": person.number,
        "name": person.name,
        "post": person.get_role_display(),
    }


def _firm(found: Case) -> dict[str, str]:
    """A partner as it is called today, and as it was called when the case was reported."""
    if found.partner is None:
        return {"partner": found.partner_name}
    firm = found.partner
    then = {"then": found.partner_name} if found.partner_name != firm.name else {}
    return {"partner": firm.name, "number": firm.number, "registration": firm.registration, **then}


def _at(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _step(person: Staff, at: datetime) -> dict[str, Any]:
    return {"by": _person(person), "at": _at(at)}


def _made(person: Staff | None, at: datetime | None) -> dict[str, Any] | None:
    return _step(person, at) if person is not None and at is not None else None


def _evidence(one: Evidence) -> dict[str, Any]:
    said = {"kind": one.kind, "words": one.words, **_step(one.added_by, one.at)}
    if one.kind == Exhibit.ENTRY:
        said["entry"] = str(one.entry)
    if one.kind == Exhibit.DOCUMENT:
        said |= {"sha256": one.sha256, "size": one.size}
    return said


def _hearing(one: Hearing) -> dict[str, Any]:
    witness = {"witness": _person(one.witness)} if one.witness else {}
    kind = _said(one.kind, one.get_kind_display())
    return {"kind": kind, "words": one.words, **_step(one.taken_by, one.at), **witness}


def _decision(found: Case) -> dict[str, Any]:
    made = found.decision
    said: dict[str, Any] = {
        "confirmed": made.confirmed,
        "why": made.why,
        "correct_at_once": made.correct_at_once,
        "remove_effects": made.remove_effects,
        "legal_action": made.legal_action,
        "appeal_until": _at(made.appeal_until),
        **_step(made.decided_by, made.at),
    }
    if made.rung:
        said["measure"] = {"rung": made.rung, "words": made.get_rung_display()}
    if made.proposed:
        said["proposed"] = {"rung": made.proposed, "words": made.get_proposed_display()}
    if made.loss is not None:
        said["loss"] = str(made.loss)
    if made.breach is not None:
        said["partner_blocked"] = {
            "breach": made.breach.number,
            "evidence_sha256": digest(made.breach.evidence),
        }
    if made.compensation is not None:
        said["compensation"] = str(made.compensation)
    return said


def _reply(found: Case) -> dict[str, Any]:
    made = found.reply
    said: dict[str, Any] = {
        "accepted": made.accepted,
        "words": made.words,
        **_step(made.by, made.at),
    }
    if made.answered_by is not None:
        answered = {"outcome": _said(made.outcome, made.get_outcome_display()), "words": made.answer}
        measure = {"measure": {"rung": made.rung, "words": made.get_rung_display()}} if made.rung else {}
        said["answer"] = {**answered, **measure, **(_made(made.answered_by, made.answered_at) or {})}
    return said


def _inquiry(one: Any) -> dict[str, Any]:
    return {
        "authority": one.authority,
        "reference": one.reference,
        "given": one.given,
        "answered_on": f"{one.answered_on:%Y-%m-%d}",
        "answered_by": {"staff": str(one.answered_by_id), "number": one.answered_by.number},
        "recorded_by": {"staff": str(one.recorded_by_id), "number": one.recorded_by.number},
        "at": _at(one.at),
    }


def _zipped(files: Mapping[str, bytes]) -> bytes:
    """A ZIP with the list of hashes in the form of sha256sum first."""
    sums = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items())
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ((SUMS, sums.encode()), *sorted(files.items())):
            member = zipfile.ZipInfo(name, EPOCH)
            member.compress_type, member.create_system = zipfile.ZIP_DEFLATED, UNIX
            member.external_attr = 0o644 << 16
            archive.writestr(member, content)
    return held.getvalue()
