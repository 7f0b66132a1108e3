"""Why an order cannot be kept, and what the house says of work-order systems, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class BadOrder(Exception):
    """The order cannot be kept as it is. `code` says why, `field` which part of it; neither quotes it."""

    def __init__(self, code: str, field: str) -> None:
        super().__init__(f"{code} ({field})")
        self.code, self.field = code, field

    @property
    def sentence(self) -> str:
        return str(PROBLEMS[self.code])


PROBLEMS: dict[str, StrPromise] = {
    "not_json": _("The message is no JSON object in UTF-8."),
    "too_long": _("The message is too long."),
    "field_unknown": _("There is no such field."),
    "field_missing": _("This field is needed."),
    "field_unfit": _("This field must be a text within its length."),
    "state_unknown": _("The state is open or closed."),
    "number_unfit": _("The number has letters, digits and . _ / - only, 40 at most, and no personal data."),
    "number_taken": _("This number is being entered by another message; send it again."),
    "what_missing": _("Say in a few words what the work is."),
    "community_unknown": _("There is no community of this name or code within reach."),
    "building_unknown": _("There is no such building within reach."),
    "unit_unknown": _("There is no such unit in this building."),
    "room_unknown": _("There is no such room within reach."),
    "room_not_one": _("This may mean several rooms; name the community, building and unit."),
    "kind_unknown": _("There is no such kind of work."),
    "assignee_missing": _("Say who is to do it."),
    "assignee_unknown": _("Nobody of this name goes to doors in this building."),
    "assignee_not_one": _("Several people have this name; give the staff number."),
    "assignee_for_leaders": _("This row is for a colleague; a leader can bring it in."),
    "row_damaged": _("This row cannot be read whole."),
    "state_unread": _("The state of this row is no word for open or finished."),
    "over_unknown": _("Finished, and no task of it is here: nothing to do."),
    "order_unknown": _("No order of this number came before."),
    "order_of_another": _("This order is a colleague's task; a leader can change it."),
    "order_closed": _("This order is closed. Send the new work under a new number."),
    "place_changed": _("An order keeps its room. Close it, and send a new one for the other room."),
    "kind_changed": _("An order keeps its kind of work. Close it, and send a new one."),
}
REFUSALS: dict[str, StrPromise] = {
    "system.not_signed": _("The message is not signed as the interface asks."),
    "system.unknown": _("No key has this id."),
    "system.bad_signature": _("The signature does not fit the message."),
    "system.out_of_time": _("The time of the message is more than five minutes off."),
    "system.not_in_force": _("This key has run out, was withdrawn, or was never taken."),
    "system.too_long": _("The message is too long."),
    "system.replayed": _("This message was read before."),
    "system.too_many": _("Too many messages within a minute; wait a little."),
}
BECAME: dict[str, StrPromise] = {
    "opened": _("new task"),
    "changed": _("task changed"),
    "unchanged": _("nothing new"),
    "closed": _("task closed"),
}
SHEETS: dict[str, StrPromise] = {
    "file_too_large": _("The file is larger than 2 MB: bring it in smaller parts."),
    "no_heading": _("No row names its columns. It needs kind of work, room and what is to be done."),
    "several_sheets": _("Several sheets hold work orders: keep one of them in the file."),
    "no_rows": _("There is no work order below the heading."),
    "too_many_rows": _("At most 500 work orders at once."),
}
