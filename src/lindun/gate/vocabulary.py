"""Every action of the house, as `area.object.verb`: one vocabulary for rules, ledger, routes and tests."""

from enum import StrEnum


class Action(StrEnum):
    """What somebody may ask of the gate."""

    # residents
    RESIDENT_LIST = "residents.resident.list"
    RESIDENT_SEARCH = "residents.resident.search"
    HOUSEHOLD_VIEW = "residents.household.view"
    ITEM_REVEAL = "residents.item.reveal"
    SOURCE_VIEW = "residents.source.view"
    MOVEMENT_LIST = "residents.movement.list"
    MOVEMENT_RECORD = "residents.movement.record"
    ROSTER_IMPORT = "residents.roster.import"
    ROSTER_VIEW = "residents.roster.view"
    # requests
    DESK_VIEW = "requests.desk.view"
    TASK_OPEN = "requests.task.open"
    TASK_CLOSE = "requests.task.close"
    HISTORY_VIEW = "requests.history.view"
    ALERT_VIEW = "requests.alert.view"
    LOOKUP_REVIEW = "requests.lookup.review"
    # sharing
    LINK_LIST = "sharing.link.list"
    LINK_MAKE = "sharing.link.make"
    LINK_REVOKE = "sharing.link.revoke"
    LINK_PROVE = "sharing.link.prove"
    LINK_ACCEPT = "sharing.link.accept"
    LINK_OPEN = "sharing.link.open"
    LINK_CALL = "sharing.link.call"
    RULES_PUBLISH = "sharing.rules.publish"
    LINK_TEND = "sharing.link.tend"
    CALL_MAKE = "sharing.call.make"
    CALL_ANSWER = "sharing.call.answer"
    CALL_CONNECT = "sharing.call.connect"
    EXPORT_VIEW = "sharing.export.view"
    EXPORT_START = "sharing.export.start"
    EXPORT_MASK = "sharing.export.mask"
    EXPORT_MAKE = "sharing.export.make"
    EXPORT_ACCEPT = "sharing.export.accept"
    EXPORT_TAKE = "sharing.export.take"
    EXPORT_PASSWORD = "sharing.export.password"  # noqa: S105 - the name of a deed
    EXPORT_TEND = "sharing.export.tend"
    COPY_TRACE = "sharing.copy.trace"
    REQUEST_SUBMIT = "requests.request.submit"
    REQUEST_VIEW = "requests.request.view"
    REQUEST_DECIDE = "requests.request.decide"
    REQUEST_CONCLUDE = "requests.request.conclude"
    REQUEST_TEND = "requests.request.tend"
    EMERGENCY_OPEN = "requests.emergency.open"
    EMERGENCY_REVIEW = "requests.emergency.review"
    DEPUTY_NAME = "requests.deputy.name"
    DEPUTY_END = "requests.deputy.end"
    # orders
    ORDER_KEEP = "orders.order.keep"
    ORDER_ASSIGN = "orders.order.assign"
    SYSTEM_VIEW = "orders.system.view"
    SYSTEM_PROPOSE = "orders.system.propose"
    SYSTEM_DECIDE = "orders.system.decide"
    SYSTEM_TAKE = "orders.system.take"
    SYSTEM_REVOKE = "orders.system.revoke"
    # catalogue
    CATALOGUE_VIEW = "catalogue.matrix.view"
    CHANGE_PROPOSE = "catalogue.change.propose"
    CHANGE_DECIDE = "catalogue.change.decide"
    ENTRY_PROPOSE = "catalogue.entry.propose"
    ENTRY_DECIDE = "catalogue.entry.decide"
    CLASSIFICATION_SETTLE = "catalogue.classification.settle"
    SCHEME_CHANGE = "organisation.scheme.change"
    # organisation
    STAFF_VIEW = "organisation.staff.view"
    STAFF_CHANGE = "organisation.staff.change"
    STAFF_CONFIRM = "organisation.staff.confirm"
    RULES_CHANGE = "organisation.rules.change"
    PASSWORD_REMIND = "organisation.password.remind"  # noqa: S105 - the name of a deed
    # standing: what posts ask, and what their holders have met
    STANDING_VIEW = "standing.checklist.view"
    STANDING_VOUCH = "standing.fulfilment.vouch"
    COURSE_FINISH = "training.course.finish"
    COURSE_PUBLISH = "training.course.publish"
    QUIZ_SUBMIT = "training.quiz.submit"
    POLICY_PUBLISH = "policies.policy.publish"
    POLICY_ACKNOWLEDGE = "policies.policy.acknowledge"
    PLEDGE_PUBLISH = "policies.pledge.publish"
    PLEDGE_SIGN = "policies.pledge.sign"
    DUTIES_CHANGE = "policies.duties.change"
    DUTIES_ACKNOWLEDGE = "policies.duties.acknowledge"
    BACKGROUND_RECORD = "personnel.background.record"
    POST_CHANGE = "personnel.post.change"
    LEAVE_RECORD = "leaving.exit.record"
    # personnel
    POST_VIEW = "personnel.post.view"
    FILE_VIEW = "personnel.file.view"
    FILE_EXTRACT = "personnel.file.extract"
    SELF_VIEW = "personnel.self.view"
    COMMENDATION_VIEW = "personnel.commendation.view"
    COMMENDATION_GIVE = "personnel.commendation.give"
    LIST_IMPORT = "personnel.list.import"
    LIST_VIEW = "personnel.list.view"
    LIST_CONFIRM = "personnel.list.confirm"
    LEAVE_VIEW = "leaving.exit.view"
    LEAVE_SETTLE = "leaving.exit.settle"
    LEAVE_REVIEW = "leaving.exit.review"
    LEAVE_CLOSE = "leaving.exit.close"
    LEAVE_OWN = "leaving.exit.own"
    LEAVE_SIGN = "leaving.pledge.sign"
    LEAVE_WITNESS = "leaving.refusal.witness"
    LEAVE_AUTHORISE = "leaving.refusal.authorise"
    SYSTEM_KEEP = "leaving.system.keep"
    TRANSFER_RECORD = "leaving.transfer.record"
    TRANSFER_VIEW = "leaving.transfer.view"
    TRANSFER_REVIEW = "leaving.transfer.review"
    # rights
    RIGHTS_READ = "rights.register.read"
    RIGHTS_EXPORT = "rights.register.export"
    REVIEW_VIEW = "rights.review.view"
    REVIEW_OPEN = "rights.review.open"
    REVIEW_ANSWER = "rights.review.answer"
    # notifications
    NOTIFICATION_VIEW = "notifications.notification.view"
    ROBOT_VIEW = "notifications.robot.view"
    ROBOT_CHANGE = "notifications.robot.change"
    # questions
    QUESTION_VIEW = "questions.question.view"
    QUESTION_ASK = "questions.question.ask"
    QUESTION_ANSWER = "questions.question.answer"
    # legal
    ENQUIRY_VIEW = "legal.enquiry.view"
    ENQUIRY_RECORD = "legal.enquiry.record"
    ENQUIRY_DECIDE = "legal.enquiry.decide"
    # notices
    NOTICE_VIEW = "notices.notice.view"
    NOTICE_WRITE = "notices.notice.write"
    NOTICE_DECIDE = "notices.notice.decide"
    # exits
    EXIT_VIEW = "exits.permit.view"
    EXIT_ASK = "exits.permit.ask"
    EXIT_DECIDE = "exits.permit.decide"
    EXIT_CHECK = "exits.permit.check"
    EXIT_RETURN = "exits.permit.return"
    EXIT_TEND = "exits.permit.tend"
    # papers
    SHEET_VIEW = "papers.sheet.view"
    SHEET_PRINT = "papers.sheet.print"
    SHEET_RETURN = "papers.sheet.return"
    SHEET_LOSE = "papers.sheet.lose"
    SHEET_TEND = "papers.sheet.tend"
    # assets
    ASSET_VIEW = "assets.asset.view"
    ASSET_REGISTER = "assets.asset.register"
    ASSET_ISSUE = "assets.asset.issue"
    ASSET_DECIDE = "assets.asset.decide"
    ASSET_RETURN = "assets.asset.return"
    ASSET_REPORT = "assets.incident.report"
    ASSET_INCIDENT_VIEW = "assets.incident.view"
    ASSET_INCIDENT_CLOSE = "assets.incident.close"
    # policies
    POLICY_VIEW = "policies.policy.view"
    TEXT_PROPOSE = "policies.text.propose"
    TEXT_REVIEW = "policies.text.review"
    PLEDGE_REMIND = "policies.pledge.remind"
    PROMISE_LIST = "policies.promise.list"
    PROJECT_VIEW = "policies.project.view"
    PROJECT_OPEN = "policies.project.open"
    PROJECT_SIGN = "policies.project.sign"
    PROJECT_WRITE = "policies.project.write"
    POSTER_VIEW = "policies.poster.view"
    POSTER_HANG = "policies.poster.hang"
    # conduct
    CASE_VIEW = "conduct.case.view"
    CASE_REPORT = "conduct.case.report"
    CASE_ADD = "conduct.case.add"
    CASE_HEAR = "conduct.case.hear"
    CASE_SUSPEND = "conduct.case.suspend"
    CASE_DECIDE = "conduct.case.decide"
    CASE_ANSWER = "conduct.case.answer"
    CASE_DEDUCT = "conduct.case.deduct"
    CASE_NAME = "conduct.case.name"
    CASE_PUBLISH = "conduct.case.publish"
    CASE_CLOSE = "conduct.case.close"
    CASE_EXPORT = "conduct.case.export"
    OWN_CASE_VIEW = "conduct.own.view"
    OWN_CASE_STATE = "conduct.own.state"
    BULLETIN_VIEW = "conduct.bulletin.view"
    LADDER_CHANGE = "conduct.ladder.change"
    # partners
    PARTNER_VIEW = "partners.partner.view"
    PARTNER_KEEP = "partners.partner.keep"
    PARTNER_ASK = "partners.approval.ask"
    PARTNER_DECIDE = "partners.approval.decide"
    WAIVER_DECIDE = "partners.waiver.decide"
    BREACH_REPORT = "partners.breach.report"
    BREACH_CONFIRM = "partners.breach.confirm"
    PARTNER_CUT = "partners.consent.cut"
    PARTNER_TEND = "partners.partner.tend"
    # training (what ends a course and hands in a quiz stands at standing)
    COURSE_VIEW = "training.course.view"
    COURSE_STUDY = "training.course.study"
    QUIZ_DRAW = "training.quiz.draw"
    CONTEST_VIEW = "training.contest.view"
    CONTEST_OPEN = "training.contest.open"
    TRAINING_VIEW = "training.overview.view"
    RESULTS_VIEW = "training.results.view"
    PLAN_CHANGE = "training.plan.change"
    TRAINING_TEND = "training.reminder.tend"
    # the shell: nobody has a permit, so each attempt is a refusal in the ledger
    PAGE_PRINT = "web.page.print"
    VALUE_COPY = "web.value.copy"
    # oversight
    LEDGER_READ = "oversight.ledger.read"
    LEDGER_PROVE = "oversight.ledger.prove"
    TRACE_READ = "oversight.trace.read"
    EVENT_REVIEW = "oversight.event.review"
    HEALTH_VIEW = "oversight.health.view"


class Happening(StrEnum):
    """Entries that no passage makes: what the house itself records."""

    FOUNDED = "organisation.company.found"
    SESSION_BEGIN = "organisation.session.begin"
    SESSION_REPLACED = "organisation.session.replaced"
    SESSION_END = "organisation.session.end"
    SESSION_LOCK = "organisation.session.lock"
    SESSION_UNLOCK = "organisation.session.unlock"
    PASSWORD_CHANGED = "organisation.password.changed"  # noqa: S105 - the name of an event
    PASSWORD_DISCLOSED = "organisation.password.disclosed"  # noqa: S105 - the name of an event
    SIGNIN_FAILED = "organisation.signin.failed"
    SIGNIN_LOCKED = "organisation.signin.locked"
    FILE_DESTROYED = "residents.file.destroyed"
    LIST_DESTROYED = "personnel.list.destroyed"
    ROSTER_READ = "residents.roster.read"
    ROSTER_REFUSED = "residents.roster.refused"
    ROSTER_DONE = "residents.roster.done"
    LINK_REFUSED = "sharing.link.refused"
    LINK_LOCKED = "sharing.link.locked"
    SYSTEM_REFUSED = "orders.system.refused"
    CALL_BOUND = "sharing.call.bound"
    CALL_UNDONE = "sharing.call.undone"
    CALL_ASKED = "sharing.call.asked"
    EXPORT_DESTROYED = "sharing.export.destroyed"
    EXPORT_FAILED = "sharing.export.failed"
    DECOY_SOUGHT = "sharing.decoy.sought"
    TASK_HANDED = "requests.task.handed"
    OVERCOLLECTION = "requests.remark.masked"
    TYPE_REFUSED = "catalogue.type.refused"


NEWCOMER = frozenset(
    {
        Action.COURSE_VIEW,
        Action.COURSE_STUDY,
        Action.COURSE_FINISH,
        Action.QUIZ_DRAW,
        Action.QUIZ_SUBMIT,
        Action.POLICY_ACKNOWLEDGE,
        Action.PLEDGE_SIGN,
        Action.DUTIES_ACKNOWLEDGE,
        Action.POLICY_VIEW,
        Action.PLEDGE_REMIND,
        Action.LEAVE_OWN,
        Action.LEAVE_SIGN,
        Action.NOTIFICATION_VIEW,
        Action.STANDING_VOUCH,
        Action.OWN_CASE_VIEW,
        Action.OWN_CASE_STATE,
    }
)
"""What is open to somebody who has not met yet what her post asks: learning it, being heard, nothing else."""

ACCOUNT_WORK = "organisation.account.change"
"""What a sign-in page may change; no entry carries it, the happenings of sessions are the entries."""
