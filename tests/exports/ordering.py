"""Having exports made, approved, taken and opened, as the tests of several files need it."""

from __future__ import annotations

import io
from contextlib import suppress

import msoffcrypto
from python_calamine import CalamineWorkbook

from lindun import gate
from lindun.core.policy import Place
from lindun.exports import accepting, actions, making
from lindun.exports.models import Export
from lindun.requests import applying, deciding
from lindun.requests.applying import Wish
from lindun.requests.deciding import Answer
from lindun.requests.models import AccessRequest
from lindun.requests.statement import Use, digest
from tests import cast
from tests.scoped import everywhere

ITEMS = ("name", "phone")


def home(building: str = "") -> Place:
    from lindun.estates.models import Building, Community

    community = Community.objects.get(code=cast.HOME_COMMUNITY[0])
    if not building:
        return Place(community.pk)
    return Place(community.pk, Building.objects.get(community=community, name=building).pk)


def accept(export: Export, *people: str) -> None:
    """These people accept the rules for receivers for a file; to whom it is not given, nothing happens."""
    for name in people:
        with suppress(gate.Denied, gate.NotHere):
            accepting.accept(cast.identity(name), export=export.pk, version=1)


def masked(by: str = "manager", *, form: str = "xlsx", place: Place | None = None) -> Export:
    ordered = actions.order_masked(
        cast.identity(by), place=place or home(), items=ITEMS, purpose="fee", form=form
    )
    making.make(ordered.pk)
    accept(ordered, by)
    return current(ordered)


def asked(
    by: str = "manager", *, rows: int = 10, minutes: int = 60, place: Place | None = None
) -> AccessRequest:
    wish = Wish(
        place=place or home(),
        items=ITEMS,
        purpose="fee",
        why="寄送年度账单",
        minutes=60,
        views=rows,
        use=Use.EXPORT,
    )
    return applying.submit(cast.identity(by), wish)


def approved(by: str = "manager", **more: object) -> AccessRequest:
    return agree(asked(by, **more))  # type: ignore[arg-type]


def agree(request: AccessRequest) -> AccessRequest:
    """Two people agree, each with their credentials."""
    for approver in ("general_manager", "officer"):
        answer = Answer(agreed=True, seen=digest(request.statement).hex(), with_credentials=True)
        request = deciding.decide(cast.identity(approver), request=request.pk, answer=answer)
    return request


def ordered_clear(request: AccessRequest, by: str = "manager", *, form: str = "xlsx") -> Export:
    return actions.order_clear(cast.identity(by), request=request.pk, form=form)


def clear(request: AccessRequest, by: str = "manager", *, form: str = "xlsx") -> Export:
    ordered = ordered_clear(request, by, form=form)
    making.make(ordered.pk)
    accept(ordered, by, "general_manager", "officer")
    return current(ordered)


def current(export: Export) -> Export:
    with everywhere():
        return Export.objects.get(pk=export.pk)


def opened(content: bytes, password: str) -> list[list[str]]:
    """The rows of an encrypted workbook below its headings."""
    file = msoffcrypto.OfficeFile(io.BytesIO(content))
    file.load_key(password=password, verify_password=True)
    held = io.BytesIO()
    file.decrypt(held, verify_integrity=True)
    held.seek(0)
    book = CalamineWorkbook.from_filelike(held)
    return [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()][2:]
