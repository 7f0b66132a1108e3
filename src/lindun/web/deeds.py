"""Words for what stands in the ledger: actions, outcomes, how far a permit reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from lindun.core.policy import Reach
from lindun.core.tlog import CLOCK_CORRECTED
from lindun.gate.vocabulary import Action, Happening

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

ACTIONS: dict[str, StrPromise] = {
    Action.RESIDENT_LIST: _("Go through the list of residents"),
    Action.RESIDENT_SEARCH: _("Search residents"),
    Action.HOUSEHOLD_VIEW: _("Look at a household, masked"),
    Action.ITEM_REVEAL: _("Open values"),
    Action.SOURCE_VIEW: _("See where values came from"),
    Action.MOVEMENT_LIST: _("Ask for a list of movements"),
    Action.MOVEMENT_RECORD: _("Take movements in"),
    Action.ROSTER_IMPORT: _("Import a roster"),
    Action.ROSTER_VIEW: _("See imports of rosters"),
    Action.DESK_VIEW: _("See the desk"),
    Action.TASK_OPEN: _("Open a task"),
    Action.TASK_CLOSE: _("Close a task"),
    Action.HISTORY_VIEW: _("See service records"),
    Action.ALERT_VIEW: _("See alerts"),
    Action.LOOKUP_REVIEW: _("Review look-ups without a task"),
    Action.REQUEST_SUBMIT: _("Apply for what is beyond routine"),
    Action.REQUEST_VIEW: _("See requests"),
    Action.REQUEST_DECIDE: _("Decide a request"),
    Action.REQUEST_CONCLUDE: _("Close one's own request"),
    Action.REQUEST_TEND: _("Look at a request whose time has come"),
    Action.EMERGENCY_OPEN: _("Open a household in an emergency"),
    Action.EMERGENCY_REVIEW: _("Review an emergency"),
    Action.DEPUTY_NAME: _("Name a deputy"),
    Action.DEPUTY_END: _("End a deputy's time early"),
    Action.LINK_LIST: _("See the work orders that are out"),
    Action.LINK_MAKE: _("Send a work order as a link"),
    Action.LINK_REVOKE: _("Take back a work-order link"),
    Action.LINK_PROVE: _("Prove who one is at a work-order link"),
    Action.LINK_ACCEPT: _("Accept the rules for receivers"),
    Action.RULES_PUBLISH: _("Publish rules for receivers"),
    Action.LINK_OPEN: _("Open a work order by its link"),
    Action.LINK_CALL: _("Call a resident by a work-order link"),
    Action.LINK_TEND: _("End calls of links that are over"),
    Action.CALL_ANSWER: _("Connect somebody who asked at the desk"),
    Action.EXPORT_VIEW: _("See exported files"),
    Action.EXPORT_START: _("Order or finish an export"),
    Action.EXPORT_MASK: _("Export masked values"),
    Action.EXPORT_MAKE: _("Export values in clear"),
    Action.EXPORT_ACCEPT: _("Accept the rules for receivers for a file"),
    Action.EXPORT_TAKE: _("Take an exported file away"),
    Action.EXPORT_PASSWORD: _("See the password of an exported file"),
    Action.EXPORT_TEND: _("Clear exported files away"),
    Action.COPY_TRACE: _("Trace a leaked list to its export"),
    Action.ORDER_KEEP: _("Bring in a work order"),
    Action.ORDER_ASSIGN: _("Bring in a work order for a colleague"),
    Action.SYSTEM_VIEW: _("See work-order systems"),
    Action.SYSTEM_PROPOSE: _("Propose a key for a work-order system"),
    Action.SYSTEM_DECIDE: _("Decide a key for a work-order system"),
    Action.SYSTEM_TAKE: _("Take the key of a work-order system"),
    Action.SYSTEM_REVOKE: _("Withdraw the key of a work-order system"),
    Action.CATALOGUE_VIEW: _("See data and purposes"),
    Action.CHANGE_PROPOSE: _("Propose a change of data and purposes"),
    Action.CHANGE_DECIDE: _("Decide a change of data and purposes"),
    Action.CLASSIFICATION_SETTLE: _("Settle a kind of data without a level"),
    Action.SCHEME_CHANGE: _("Change the names of the levels"),
    Action.STAFF_VIEW: _("See staff and scopes"),
    Action.STAFF_CHANGE: _("Change posts and accounts"),
    Action.STAFF_CONFIRM: _("Confirm a sensitive post as a second person"),
    Action.RULES_CHANGE: _("Change the rules for passwords and screens"),
    Action.RIGHTS_READ: _("Read the register of permissions"),
    Action.RIGHTS_EXPORT: _("Export the register of permissions"),
    Action.REVIEW_VIEW: _("See a review of permissions"),
    Action.REVIEW_OPEN: _("Open a review of permissions"),
    Action.REVIEW_ANSWER: _("Review somebody's permissions"),
    Action.NOTIFICATION_VIEW: _("See one's own notifications"),
    Action.ROBOT_VIEW: _("See group robots"),
    Action.ROBOT_CHANGE: _("Change group robots"),
    Action.QUESTION_VIEW: _("See questions and rules"),
    Action.QUESTION_ASK: _("Ask the supervisor"),
    Action.QUESTION_ANSWER: _("Answer a question"),
    Action.NOTICE_VIEW: _("See texts for publication"),
    Action.NOTICE_WRITE: _("Write texts for publication"),
    Action.NOTICE_DECIDE: _("Approve texts for publication"),
    Action.EXIT_VIEW: _("See exit permits"),
    Action.EXIT_ASK: _("Ask for an exit permit"),
    Action.EXIT_DECIDE: _("Decide an exit permit"),
    Action.EXIT_CHECK: _("Check an exit permit at the gate"),
    Action.EXIT_RETURN: _("Record that something is back"),
    Action.EXIT_TEND: _("Look at an exit permit whose return time has come"),
    Action.ASSET_VIEW: _("See things of the company"),
    Action.ASSET_REGISTER: _("Register a thing of the company"),
    Action.ASSET_ISSUE: _("Propose to issue a thing of the company"),
    Action.ASSET_DECIDE: _("Decide the issue of a thing of the company"),
    Action.ASSET_RETURN: _("Take a thing of the company back"),
    Action.ASSET_REPORT: _("Report a thing that is lost, passed on or not approved"),
    Action.ASSET_INCIDENT_VIEW: _("See what was reported about things"),
    Action.ASSET_INCIDENT_CLOSE: _("Close what was reported about a thing"),
    Action.PAGE_PRINT: _("Print a page"),
    Action.VALUE_COPY: _("Copy an opened value"),
    Action.LEDGER_READ: _("Read the ledger"),
    Action.LEDGER_PROVE: _("Take proofs out of the ledger"),
    Action.TRACE_READ: _("Trace who looked at a resident"),
    Action.EVENT_REVIEW: _("Review an event"),
    Action.HEALTH_VIEW: _("See the health of the system"),
    Happening.FOUNDED: _("Found the company"),
    Happening.SESSION_BEGIN: _("Sign in"),
    Happening.SESSION_REPLACED: _("Sign in elsewhere, which ended the earlier session"),
    Happening.SESSION_END: _("Sign out"),
    Happening.SESSION_LOCK: _("Lock the screen"),
    Happening.SESSION_UNLOCK: _("Unlock the screen"),
    Happening.PASSWORD_CHANGED: _("Choose a new password"),
    Happening.PASSWORD_DISCLOSED: _("Write one's own password into a text"),
    Happening.SIGNIN_FAILED: _("Fail to sign in"),
    Happening.SIGNIN_LOCKED: _("Be shut out after failing to sign in"),
    Happening.FILE_DESTROYED: _("Destroy an imported file"),
    Happening.ROSTER_READ: _("Read an imported file"),
    Happening.ROSTER_REFUSED: _("Refuse an imported file"),
    Happening.ROSTER_DONE: _("Finish an import"),
    Happening.LINK_REFUSED: _("Be turned away at a work-order link"),
    Happening.LINK_LOCKED: _("Lock a work-order link after wrong PINs"),
    Happening.SYSTEM_REFUSED: _("Turn away a message of a work-order system"),
    Happening.CALL_BOUND: _("Have a call put through"),
    Happening.CALL_UNDONE: _("End a put-through number"),
    Happening.CALL_ASKED: _("Ask the desk to be connected"),
    Happening.EXPORT_DESTROYED: _("Destroy an exported file"),
    Happening.EXPORT_FAILED: _("Fail to make an exported file"),
    Happening.DECOY_SOUGHT: _("Look for a decoy resident of an export"),
    Happening.OVERCOLLECTION: _("Mask personal data in a remark"),
    Happening.TYPE_REFUSED: _("Refuse a kind of data without a level"),
    CLOCK_CORRECTED: _("Acknowledge that the clock ran back"),
    "ledger.entry.prove": _("Take a proof at the command line"),
    "ledger.copy.export": _("Export the ledger at the command line"),
}

OUTCOMES: dict[str, StrPromise] = {
    "allowed": _("allowed"),
    "denied": _("refused"),
    "failed": _("failed"),
    "done": _("carried out"),
}

REACHES: dict[Reach, StrPromise] = {
    Reach.BUILDINGS: _("own buildings"),
    Reach.ASSIGNED: _("own communities and buildings"),
    Reach.COMPANY: _("the whole company"),
    Reach.PLACELESS: _("not tied to a place"),
}


def action(code: str) -> str:
    """Words for an action or happening; a code nobody gave words is shown as it is."""
    return str(ACTIONS.get(code, code))


def outcome(code: str) -> str:
    return str(OUTCOMES.get(code, code))
