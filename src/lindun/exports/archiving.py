"""The file of one request as a PDF: the four steps in words, and a proof of every entry attached."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.core.marking import Level, document_mark
from lindun.gate.history import about_request
from lindun.gate.proofs import proofs_of_request
from lindun.gate.vocabulary import Action
from lindun.organisation import queries as organisation
from lindun.organisation.models import Staff
from lindun.requests import access_queries, applying
from lindun.requests import access_wording as wording
from lindun.requests.models import AccessRequest
from lindun.sharing.files.labels import Label
from lindun.sharing.files.pdf import Attachment, Line, Step, request_file

MOST = 200


def request_pdf(who: gate.Identity, viewer: Staff, access: UUID) -> tuple[str, bytes]:
    """The request's number and its file. It holds names of staff, times and codes, no resident's data.

    Raises gate.Denied, gate.NotHere.
    """
    with gate.passage(who, Action.REQUEST_VIEW) as passage:
        found = access_queries.request(access, viewer=viewer)
        passage.place, passage.task = applying.place_of(found), f"request:{found.pk}"
        passage.saw([found.pk], kind="request")
        grant = access_queries.grant_of(found)
        shown = wording.shown(found, grant)
        steps = [_step(step) for step in wording.steps(found, grant)]
        deeds = wording.deeds(about_request(passage, found.pk, most=MOST))
        proofs = proofs_of_request(passage, found.pk, most=MOST)
        label = _label(found, viewer)
    steps[2] = Step(steps[2].name, [*steps[2].lines, *(_line(deed) for deed in reversed(deeds))])
    attachments = [
        Attachment(f"proof-{entry}.json", proof, _("Proof that this entry is in the ledger"))
        for entry, proof in proofs
    ]
    return found.number, request_file(label, _facts(shown), steps, attachments, made=timezone.now())


def _label(request: AccessRequest, viewer: Staff) -> Label:
    return Label(
        title=_("File of a request"),
        holder=f"{viewer.name} {viewer.number}",
        number=request.number,
        at=f"{timezone.localtime():%Y-%m-%d %H:%M}",
        level=document_mark(Level.L1, scheme=organisation.level_scheme()),
    )


def _facts(shown: wording.Shown) -> list[tuple[str, str]]:
    return [
        (_("Applicant"), f"{shown.applicant} · {shown.post}"),
        (_("Data"), str(_(", ")).join(item.name for item in shown.items)),
        (_("Of whom"), f"{shown.place} · {shown.whom}"),
        (_("For"), shown.purpose),
        (_("Why"), shown.why),
        (_("How"), shown.use),
        (_("Bounds"), str(_(", ")).join(shown.bounds)),
        (_("State"), shown.state),
    ]


def _step(step: dict[str, Any]) -> Step:
    return Step(str(step["title"]), [_line(line) for line in step["lines"]])


def _line(line: dict[str, Any]) -> Line:
    at = f"{timezone.localtime(line['at']):%Y-%m-%d %H:%M:%S}" if line["at"] else ""
    return Line(
        at, str(line["who"]), " · ".join(part for part in (str(line["what"]), line["detail"]) if part)
    )
