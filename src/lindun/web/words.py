"""The words of the gate's own reason codes and ways on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

SENTENCES: dict[str, StrPromise] = {
    "action.not_for_role": _("This is not part of your post."),
    "actor.not_in_post": _("Your post has ended or is suspended."),
    "actor.second_factor_missing": _("Your post needs a second factor, and none is set up."),
    "clearance.below_level": _("The level is above your clearance."),
    "grant.for_something_else": _("Your approved request is for something else."),
    "grant.not_approved": _("The approvals that this level asks for are not there any more."),
    "grant.of_somebody_else": _("The approved request belongs to a colleague."),
    "grant.over": _("The time of your approved request is over."),
    "grant.unknown": _("There is no approved request of this number."),
    "grant.none_named": _("A file in clear is made for an approved request only."),
    "grant.used_up": _("All views of your approved request are used up."),
    "item.call_only": _("For this purpose one calls, and the number stays hidden."),
    "item.masked_only": _("For this purpose the masked form is enough."),
    "item.none_named": _("No item was named."),
    "item.not_in_catalogue": _("This kind of data is not in the catalogue yet, so nobody may open it."),
    "item.not_needed": _("This purpose does not need it."),
    "item.screen_only": _("For this purpose it is read on the screen; paper is not part of it."),
    "ledger.mirrors_behind": _("The copies of the ledger are behind. Nothing opens until they caught up."),
    "movement.never_listed": _(
        "Movements are not listed for anybody. Two people together can open the hours a request names."
    ),
    "people.proposed_it": _("You proposed it, so somebody else decides."),
    "people.same_person": _("Nobody decides on their own case."),
    "place.out_of_reach": _("It lies outside your buildings."),
    "place.unknown": _("It is not registered, or lies outside your buildings."),
    "post.nobody_responsible": _("Nobody answers for this post at present, so it gets no new grants."),
    "purpose.missing": _("First say what it is for."),
    "refusals.paused": _("Further refusals of this kind are not written for ten minutes: too many came."),
    "request.not_your_level": _("Data of this level is decided by somebody above your post."),
    "search.too_many": _("Those were many searches in a short time. Searching pauses for some minutes."),
    "task.for_another_purpose": _("Your task is for another purpose."),
    "task.none_named": _("Paper is printed for an open task of your own only."),
    "task.not_open": _("Your task is closed or has run out."),
    "task.of_another_dwelling": _("Your task is for another household."),
    "task.of_somebody_else": _("The task belongs to a colleague."),
    "task.or_reason_missing": _("No task is open for this household."),
    "task.unknown": _("No such task is open."),
    "vault.seal_broken": _("The stored value was altered. It stays closed, and the officer has been told."),
}

WAYS: dict[str, StrPromise] = {
    "activate.second_factor": _("Set up the second factor"),
    "ask.decider": _("It waits for those who decide about this level"),
    "ask.officer": _("Ask the confidentiality officer"),
    "ask.personnel": _("Ask personnel"),
    "ask.second_person": _("Ask a second person to decide"),
    "ask.supervisor": _("Ask your supervisor"),
    "choose.purpose": _("Choose another purpose"),
    "give.reason": _("Write a reason"),
    "name.responsible": _("Ask personnel or the confidentiality officer to name who answers for the post"),
    "open.task": _("Open a task"),
    "request.access": _("Apply for it"),
    "wait.some_minutes": _("Go on in ten minutes, or ask your supervisor"),
}
