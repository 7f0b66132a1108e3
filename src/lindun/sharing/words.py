"""Why a link does not open, in words for whoever holds it: plain, and telling a stranger nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

SENTENCES: dict[str, StrPromise] = {
    "link.unknown": _("This link is not one of ours, or was not copied whole."),
    "link.not_presented": _("Please open the work order from the message that was sent to you."),
    "link.bound_elsewhere": _(
        "This work order was already opened on another device. A link that is passed on opens nothing."
    ),
    "link.not_yours": _("This work order was sent to a colleague. Only she or he can open it."),
    "link.pin_wrong": _("The PIN is not right. After five wrong PINs the link is locked."),
    "link.locked": _("The link is locked after too many wrong PINs."),
    "link.rules_not_accepted": _("The rules for receivers are not accepted yet."),
    "link.expired": _("The time of this work order has run out."),
    "link.revoked": _("This work order was taken back."),
    "link.sender_left": _("Whoever sent this work order is not in charge there any more."),
    "link.assignee_left": _("Whoever this work order was sent to is not in post any more."),
    "link.task_over": _("The task is closed. What it opened is closed again."),
    "link.value_gone": _("This value is not kept here any more."),
    "link.used_up": _("All views of this work order are used up."),
    "link.for_its_task_only": _("The link is good for its own task and household only."),
}
WAYS: dict[str, StrPromise] = {
    "ask.sender": _("Ask whoever sent it for a new one"),
    "ask.company": _("Ask your own firm, or the property company; a new link would not open either"),
}
