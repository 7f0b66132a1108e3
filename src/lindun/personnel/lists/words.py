"""Words for what a list of staff says: fields, outcomes, why a row is not taken, why a file is not read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from lindun.personnel.lists.columns import Field
from lindun.personnel.lists.reading import MOST_BYTES, MOST_ROWS
from lindun.residents import words as roster
from lindun.web.reasons import Explanation
from lindun.web.templatetags.web import listed

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

FIELDS: Mapping[Field, StrPromise] = {
    Field.NUMBER: _lazy("Staff number"),
    Field.NAME: _lazy("Name"),
    Field.POST: _lazy("Post"),
    Field.DEPARTMENT: _lazy("Department"),
    Field.COMMUNITY: _lazy("Community"),
    Field.BUILDING: _lazy("Buildings"),
    Field.KIND: _lazy("Works here as"),
    Field.FIRM: _lazy("Firm that sends her"),
    Field.HIRED: _lazy("First day"),
    Field.UNTIL: _lazy("Last day"),
}
PROBLEMS: Mapping[str, StrPromise] = {
    # the row itself
    "row_damaged": _lazy("Part of this row cannot be read: save the file again and look at this row."),
    "formula": _lazy("A formula stands here. Paste its result as a value."),
    "too_long": _lazy("Far too long for this column."),
    "number_missing": _lazy("The staff number is missing."),
    "number_unfit": _lazy("A staff number has letters, digits and hyphens, at most 20."),
    "number_is_personal": _lazy("This is an ID or phone number. Give a staff number instead."),
    "number_twice": _lazy("This staff number comes again with other details. Correct the list."),
    "zeros_lost": _lazy("The zeros before this number were lost. Store the column as text."),
    "name_missing": _lazy("The name is missing."),
    "name_unfit": _lazy("This is not a name: letters and characters only, 2 to 40 of them."),
    "words_unfit": _lazy("Only a plain name belongs here."),
    "post_missing": _lazy("The post is missing."),
    "kind_unknown": _lazy(
        "How does the person work here? Write full-time, part-time, temporary, outsourced or intern."
    ),
    "day_unreadable": _lazy("This day cannot be read. Write it like 2026-03-01."),
    "firm_missing": _lazy("Outsourced, but no firm is named."),
    "firm_of_nobody": _lazy("A firm is named, but only outsourced people have one."),
    "last_day_missing": _lazy("Who comes for a time has a last day: enter it."),
    "last_day_past": _lazy("The last day has passed already."),
    "days_reversed": _lazy("The last day lies before the first one."),
    # the row and the books
    "post_unknown": _lazy(
        "The company has no post of this name. Open it, or write the name of one that exists."
    ),
    "post_closed": _lazy("This post is closed: choose another one."),
    "several_posts": _lazy("One account has one post. A second post takes a second account, opened by hand."),
    "posts_conflict": _lazy("Two posts that one person never holds at once."),
    "kind_may_not": _lazy("People of this kind may not hold this post."),
    "check_missing": _lazy("This post is sensitive: record a passed background check first."),
    "community_unknown": _lazy("There is no community of this name."),
    "building_unknown": _lazy("This community has no such building."),
    "building_of_which": _lazy("Buildings need exactly one community beside them."),
    "account_taken": _lazy("An account of this name exists already."),
    "namesake": _lazy(
        "Somebody of this name is there already, or twice in this list. Another person is ticked "
        "when the list is checked; a second account of the same person is opened by hand."
    ),
    "namesake_apart": _lazy(
        "Somebody else has the same name. Personnel says that these are two people: check the numbers."
    ),
    "same_as": _lazy("Says the same as another row, which counts."),
    # somebody who is there already
    "has_left": _lazy("Has left. Hiring again is decided on the person's page."),
    "name_differs": _lazy("The name differs. Is it the same person?"),
    "post_differs": _lazy("A change of post is decided on the person's page."),
    "places_differ": _lazy("A change of place is decided on the person's page."),
    "employment_differs": _lazy(
        "Kind, firm, department or days differ. They are changed on the person's page."
    ),
    # notes of a row that is taken
    "sensitive_post": _lazy("A sensitive post: a second person decides it on the person's page."),
    "works_by_building": _lazy("Works by building: nothing opens before buildings are chosen."),
}
REFUSALS: Mapping[str, tuple[StrPromise, ...]] = {
    "columns_missing": (
        _lazy("Staff number, name and post are needed."),
        _lazy("Say which column holds each of them."),
    ),
    "no_heading": (
        _lazy("No row of headings was found."),
        _lazy("Put headings like staff number, name and post above the rows."),
    ),
    "several_sheets": (_lazy("More than one sheet holds a list."), _lazy("Bring one sheet in one file.")),
    "no_rows": (_lazy("There is nobody below the headings."),),
    "too_many_rows": (
        _lazy("The list is longer than can be carried out at once."),
        _lazy("Split it by department."),
    ),
    "file_too_large": (
        _lazy("The file is too large."),
        _lazy("Save the list alone, without pictures and old sheets."),
    ),
    "file_missing": (_lazy("The uploaded copy is gone."), _lazy("Upload the list again.")),
}
LIMITS = {"rows": MOST_ROWS, "megabytes": MOST_BYTES // 2**20}


def problem(code: str, rows: Iterable[int] = ()) -> str:
    """A sentence, with the other rows it is about."""
    said = str(PROBLEMS.get(code, code))
    others = [str(row) for row in rows]
    if not others:
        return said
    return _("%(sentence)s (row %(rows)s)") % {"sentence": said, "rows": listed(others)}


def refusal(code: str) -> Explanation:
    """Why a file is not read, and what to do."""
    if code in REFUSALS:
        return Explanation(tuple(str(words) for words in REFUSALS[code]))
    return roster.refusal(code)
