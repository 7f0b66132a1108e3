"""Every kind of notification and its words: one vocabulary, as the gate has one of actions.

An app that wants to tell somebody something new adds a kind and its sentence here. The number in the sentence
is the reference of what it is about; nothing else can be in it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Kind(StrEnum):
    """What somebody can be told."""

    REQUEST_WAITS = "request.waits"
    REQUEST_APPROVED = "request.approved"
    REQUEST_REFUSED = "request.refused"
    REQUEST_EXPIRED = "request.expired"
    GRANT_ENDING = "grant.ending"
    GRANT_ENDED = "grant.ended"
    EMERGENCY_USED = "emergency.used"
    EMERGENCY_REVIEW = "emergency.review"
    CALL_ASKED = "call.asked"
    QUESTION_WAITS = "question.waits"
    QUESTION_ANSWERED = "question.answered"
    ENQUIRY_WAITS = "enquiry.waits"
    ENQUIRY_ANSWERED = "enquiry.answered"
    TEXT_WAITS = "text.waits"
    TEXT_APPROVED = "text.approved"
    TEXT_REFUSED = "text.refused"
    EXIT_WAITS = "exit.waits"
    EXIT_APPROVED = "exit.approved"
    EXIT_REFUSED = "exit.refused"
    EXIT_OVERDUE = "exit.overdue"
    SHEET_OVERDUE = "sheet.overdue"
    ASSET_WAITS = "asset.waits"
    ASSET_ISSUED = "asset.issued"
    ASSET_REFUSED = "asset.refused"
    ASSET_INCIDENT = "asset.incident"
    TASK_GIVEN = "task.given"
    SYSTEM_WAITS = "system.waits"
    SYSTEM_DECIDED = "system.decided"
    VERSION_WAITS = "version.waits"
    RULES_NEW = "rules.new"
    PLEDGE_NEW = "pledge.new"
    DUTIES_NEW = "duties.new"
    PLEDGE_MONTH = "pledge.month"
    PLEDGE_WEEK = "pledge.week"
    PLEDGE_DAY = "pledge.day"
    PROJECT_JOINED = "project.joined"
    PROJECT_SIGNED = "project.signed"
    LEAVE_RECORDED = "leaving.recorded"
    LEAVE_SIGN = "leaving.sign"
    LEAVE_WITNESS = "leaving.witness"
    LEAVE_AUTHORISE = "leaving.authorise"
    TRANSFER_REVIEW = "leaving.review"
    TRANSFER_STUCK = "leaving.stuck"
    EXPORT_READY = "export.ready"
    EXPORT_PASSWORD = "export.password"  # noqa: S105 - the name of a notification
    DECOY_SOUGHT = "export.decoy"
    PASSWORD_DISCLOSED = "password.disclosed"  # noqa: S105 - the name of a notification
    PASSWORD_SOON = "password.soon"  # noqa: S105 - the name of a notification
    PASSWORD_DAYS = "password.days"  # noqa: S105 - the name of a notification
    PASSWORD_TOMORROW = "password.tomorrow"  # noqa: S105 - the name of a notification
    PARTNER_WAITS = "partner.waits"
    PARTNER_DECIDED = "partner.decided"
    PARTNER_AGREEMENT = "partner.agreement"
    PARTNER_CHECK = "partner.check"
    PARTNER_WAIVER = "partner.waiver"
    PARTNER_CERTIFICATE = "partner.certificate"
    PARTNER_STOPPED = "partner.stopped"
    PARTNER_BREACH = "partner.breach"
    DEPUTY_NAMED = "deputy.named"
    DEPUTY_ENDED = "deputy.ended"
    REVIEW_OPENED = "rights.opened"
    REMOVAL_PROPOSED = "rights.removal"
    COMMENDED = "award.given"
    CASE_WAITS = "case.waits"
    CASE_HEARING = "case.hearing"
    CASE_HEARD = "case.heard"
    CASE_DECIDED = "case.decided"
    CASE_TO_CARRY_OUT = "case.carry_out"
    CASE_APPEALED = "case.appealed"
    CASE_ANSWERED = "case.answered"
    TRAINING_ENDING = "training.ending"
    TRAINING_MISSED = "training.missed"
    TRAINING_TEAM = "training.team"
    TRAINING_TOPIC = "training.topic"


WORDS: dict[Kind, StrPromise] = {
    Kind.REQUEST_WAITS: _("Request %(number)s waits for your decision"),
    Kind.REQUEST_APPROVED: _("Request %(number)s was approved"),
    Kind.REQUEST_REFUSED: _("Request %(number)s was refused"),
    Kind.REQUEST_EXPIRED: _("Request %(number)s expired before anyone decided it"),
    Kind.GRANT_ENDING: _("What request %(number)s opened closes soon"),
    Kind.GRANT_ENDED: _("What request %(number)s opened is closed again"),
    Kind.EMERGENCY_USED: _("Emergency access %(number)s was used"),
    Kind.EMERGENCY_REVIEW: _("Emergency access %(number)s waits for its review"),
    Kind.CALL_ASKED: _("Somebody on task %(number)s asks to be connected"),
    Kind.QUESTION_WAITS: _("Question %(number)s waits for your answer"),
    Kind.QUESTION_ANSWERED: _("Your question %(number)s was answered"),
    Kind.ENQUIRY_WAITS: _("A request from outside, %(number)s, waits for the legal desk"),
    Kind.ENQUIRY_ANSWERED: _("The legal desk has answered %(number)s"),
    Kind.TEXT_WAITS: _("Text %(number)s waits for your approval"),
    Kind.TEXT_APPROVED: _("Text %(number)s was approved and may be published"),
    Kind.TEXT_REFUSED: _("Text %(number)s was refused"),
    Kind.EXIT_WAITS: _("Exit permit %(number)s waits for your decision"),
    Kind.EXIT_APPROVED: _("Exit permit %(number)s was approved"),
    Kind.EXIT_REFUSED: _("Exit permit %(number)s was refused"),
    Kind.EXIT_OVERDUE: _("What left by exit permit %(number)s is not back in time"),
    Kind.SHEET_OVERDUE: _("Printed sheet %(number)s is overdue and not accounted for"),
    Kind.ASSET_WAITS: _("The issue of %(number)s waits for a second person"),
    Kind.ASSET_ISSUED: _("%(number)s is issued"),
    Kind.ASSET_REFUSED: _("The issue of %(number)s was refused"),
    Kind.ASSET_INCIDENT: _("%(number)s was reported about a thing of the company"),
    Kind.TASK_GIVEN: _("Task %(number)s was given to you"),
    Kind.SYSTEM_WAITS: _("Key %(number)s of a work-order system waits for a second person"),
    Kind.SYSTEM_DECIDED: _("Key %(number)s of a work-order system was decided"),
    Kind.VERSION_WAITS: _("A new version of a company text waits for your decision (%(number)s)"),
    Kind.RULES_NEW: _("New rules of confidentiality are out (%(number)s): read and acknowledge them"),
    Kind.PLEDGE_NEW: _("The pledge has a new text (%(number)s): please sign it"),
    Kind.DUTIES_NEW: _("The duties of your post were changed (%(number)s): read and acknowledge them"),
    Kind.PLEDGE_MONTH: _("Your pledge (%(number)s) ends within 30 days: please sign it anew"),
    Kind.PLEDGE_WEEK: _("Your pledge (%(number)s) ends within 7 days: please sign it anew"),
    Kind.PLEDGE_DAY: _("Your pledge (%(number)s) ends within a day: sign it anew or only masks open"),
    Kind.PROJECT_JOINED: _("You are on special task %(number)s: sign its undertaking first"),
    Kind.PROJECT_SIGNED: _("A member of special task %(number)s has signed its undertaking"),
    Kind.LEAVE_RECORDED: _("Exit %(number)s is recorded: things, systems and the talk wait"),
    Kind.LEAVE_SIGN: _("Your exit %(number)s is recorded: please sign the exit pledge"),
    Kind.LEAVE_WITNESS: _("You are named as a witness in exit %(number)s"),
    Kind.LEAVE_AUTHORISE: _("A refused pledge in exit %(number)s waits for your authorisation"),
    Kind.TRANSFER_REVIEW: _("What was opened before transfer %(number)s waits for your review"),
    Kind.TRANSFER_STUCK: _("Transfer %(number)s could not be carried out: record it again"),
    Kind.EXPORT_READY: _("File %(number)s is ready to be taken"),
    Kind.EXPORT_PASSWORD: _("You can tell the password of file %(number)s"),
    Kind.DECOY_SOUGHT: _("Somebody looked for a decoy of file %(number)s"),
    Kind.PASSWORD_DISCLOSED: _("Your password %(number)s stood in a text: it was taken out and is over"),
    Kind.PASSWORD_SOON: _("Your password %(number)s is over within 14 days: change it when it suits you"),
    Kind.PASSWORD_DAYS: _("Your password %(number)s is over within three days"),
    Kind.PASSWORD_TOMORROW: _("Your password %(number)s is over within a day"),
    Kind.PARTNER_WAITS: _("Partner %(number)s: something waits for your decision"),
    Kind.PARTNER_DECIDED: _("Partner %(number)s: what you asked for was decided"),
    Kind.PARTNER_AGREEMENT: _("The confidentiality agreement with partner %(number)s ends soon"),
    Kind.PARTNER_CHECK: _("The yearly check of partner %(number)s is due soon"),
    Kind.PARTNER_WAIVER: _("The waiver for partner %(number)s ends soon"),
    Kind.PARTNER_CERTIFICATE: _("Partner %(number)s owes a certificate of return and destruction"),
    Kind.PARTNER_STOPPED: _("Sharing with partner %(number)s has stopped"),
    Kind.PARTNER_BREACH: _("Partner %(number)s: a leak was reported or confirmed"),
    Kind.DEPUTY_NAMED: _("Deputy %(number)s is named: one decides in the other's place"),
    Kind.DEPUTY_ENDED: _("Deputy %(number)s is over before its time"),
    Kind.REVIEW_OPENED: _("Review of permissions %(number)s waits for you"),
    Kind.COMMENDED: _("You were commended: %(number)s"),
    Kind.REMOVAL_PROPOSED: _("Review %(number)s proposes to remove permissions"),
    Kind.CASE_WAITS: _("Case %(number)s was reported"),
    Kind.CASE_HEARING: _("You are asked for your statement in case %(number)s"),
    Kind.CASE_HEARD: _("Case %(number)s waits for a decision"),
    Kind.CASE_DECIDED: _("Case %(number)s was decided: read it, accept it or appeal"),
    Kind.CASE_TO_CARRY_OUT: _("Case %(number)s was decided and is to be carried out"),
    Kind.CASE_APPEALED: _("An appeal in case %(number)s waits for its answer"),
    Kind.CASE_ANSWERED: _("Your appeal in case %(number)s was answered"),
    Kind.TRAINING_ENDING: _("Your yearly training %(number)s ends soon: take it again in time"),
    Kind.TRAINING_MISSED: _("You have not finished the planned course %(number)s in time"),
    Kind.TRAINING_TEAM: _("People of yours have not finished the planned course %(number)s in time"),
    Kind.TRAINING_TOPIC: _("Many missed the same question of course edition %(number)s"),
}
URGENT = frozenset(
    {
        Kind.DECOY_SOUGHT,
        Kind.EMERGENCY_USED,
        Kind.EMERGENCY_REVIEW,
        Kind.GRANT_ENDING,
        Kind.CALL_ASKED,
        Kind.EXIT_OVERDUE,
        Kind.SHEET_OVERDUE,
        Kind.PASSWORD_DISCLOSED,
        Kind.PASSWORD_TOMORROW,
        Kind.ASSET_INCIDENT,
        Kind.PLEDGE_DAY,
        Kind.CASE_HEARING,
        Kind.PARTNER_STOPPED,
        Kind.PARTNER_BREACH,
    }
)
ICONS: dict[str, str] = {
    "request": "stamp",
    "grant": "timer",
    "emergency": "siren",
    "call": "phone",
    "question": "message-circle-question-mark",
    "enquiry": "landmark",
    "text": "megaphone",
    "exit": "briefcase",
    "sheet": "printer",
    "asset": "package",
    "version": "file-pen-line",
    "rules": "scroll-text",
    "pledge": "signature",
    "duties": "list-checks",
    "project": "lock-keyhole",
    "leaving": "door-open",
    "export": "file-lock",
    "task": "clipboard-list",
    "system": "key-round",
    "password": "key-round",
    "partner": "building-2",
    "deputy": "user-round-check",
    "rights": "shield-check",
    "award": "award",
    "case": "gavel",
    "training": "graduation-cap",
}


def sentence(kind: str, number: str) -> str:
    """The words of a notification, in the language of whoever reads it. Raises ValueError: no such kind."""
    return str(WORDS[Kind(kind)]) % {"number": number}


def icon(kind: str) -> str:
    return ICONS[kind.partition(".")[0]]
