"""A file of work orders over HTTP: choose it, look it through, bring it in. Nothing of it stays here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.orders import importing, sheets
from lindun.orders.forms import FileForm, SeenForm
from lindun.orders.importing import Outdated
from lindun.orders.sheets import BadSheet
from lindun.orders.words import BECAME, SHEETS
from lindun.organisation.middleware import StaffRequest
from lindun.requests.remarks import kinds_in_words
from lindun.residents import uploads, words
from lindun.web.render import render


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: StaffRequest) -> HttpResponse:
    """The form, and what of the file would become of each row."""
    trouble = uploads.trouble_of(request) if request.method == "POST" else ""
    with gate.passage(request.actor, Action.ORDER_KEEP):
        posted = request.method == "POST" and not trouble
        form = FileForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        try:
            return _looked_through(request, form.cleaned_data["file"])
        except BadSheet as bad:
            trouble = bad.code
    context = {"form": form, "refusal": _refusal(trouble), "columns": _columns()}
    return render(request, "orders/file.html", context, status=422 if trouble or form.errors else 200)


def _looked_through(request: StaffRequest, file: UploadedFile[Any]) -> HttpResponse:
    """The preview; the uploaded copy is destroyed when this returns. Raises BadSheet."""
    try:
        reading = sheets.read(Path(file.temporary_file_path()))  # type: ignore[attr-defined]
    finally:
        file.close()
    seen, good = importing.look(request.actor, reading.lines)
    context = {
        "rows": [_row(one) for one in seen],
        "good": len(good),
        "sealed": importing.sealed(request.actor, good) if good else "",
        "read": [(sheets.NAMES[field], heading) for field, heading in reading.read.items()],
        "passed": reading.passed,
    }
    return render(request, "orders/preview.html", context)


@require_POST
def bring(request: StaffRequest) -> HttpResponse:
    form = SeenForm(request.POST)
    with gate.passage(request.actor, Action.ORDER_KEEP):
        form.is_valid()
    try:
        lines = importing.unsealed(request.actor, form.cleaned_data.get("sealed", ""))
    except Outdated:
        refusal = [_("What you looked through is out of date. Please choose the file again.")]
        context = {"form": FileForm(), "refusal": refusal, "columns": _columns()}
        return render(request, "orders/file.html", context, status=422)
    rows = [_row(one) for one in importing.bring(request.actor, lines)]
    context = {"rows": rows, "done": sum(1 for row in rows if not row["problem"])}
    return render(request, "orders/brought.html", context)


def _row(seen: importing.Seen) -> dict[str, Any]:
    return {
        "position": seen.position,
        "kind": seen.kind,
        "place": seen.place,
        "what": seen.what,
        "task": seen.task,
        "problem": seen.problem,
        "word": seen.word,
        "became": BECAME.get(seen.word, ""),
        "masked": kinds_in_words(kind.upper() for kind in seen.masked),
    }


def _refusal(code: str) -> list[str]:
    if not code:
        return []
    return [str(SHEETS[code])] if code in SHEETS else list(words.refusal(code).sentences)


def _columns() -> list[str]:
    return [str(name) for name in sheets.NAMES.values()]
