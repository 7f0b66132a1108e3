"""Work orders as signed JSON messages; the reference is docs/reference/work-order-interface.md."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from lindun import gate
from lindun.orders import door, keeping, messages
from lindun.orders.door import TurnedAway
from lindun.orders.words import REFUSALS, BadOrder
from lindun.requests.actions import BadTask

CONFLICTS = frozenset({"order_closed", "number_taken"})
STATES = {"opened": 201}


@csrf_exempt  # there is no cookie to ride on: the signature is of this very message
@require_POST
def receive(request: HttpRequest) -> JsonResponse:
    """Open, change or close one order."""
    try:
        who = door.enter(request)
        kept = keeping.keep(who, messages.read(request.body))
    except TurnedAway as away:
        return _error(away.code, str(REFUSALS[away.code]), status=away.status)
    except BadOrder as wrong:
        status = 409 if wrong.code in CONFLICTS else 422
        return _error(wrong.code, wrong.sentence, field=wrong.field, status=status)
    except BadTask as wrong:
        return _error("number_taken", str(wrong), field="number", status=409)
    except gate.Denied as refused:
        return _error(refused.decision.reasons[0], _("The gate refused this."), status=403)
    said = {"task": kept.task, "became": kept.became, "masked": [kind.lower() for kind in kept.masked]}
    return JsonResponse(said, status=STATES.get(kept.became, 200))


def _error(code: str, message: str, *, status: int, field: str = "") -> JsonResponse:
    error = {"code": code, "message": message} | ({"field": field} if field else {})
    return JsonResponse({"error": error}, status=status, json_dumps_params={"ensure_ascii": False})
