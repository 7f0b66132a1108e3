"""Drill: a company lives through a year with the worker's schedule really run, daily where something ends.

Everything with a time rule goes at once: people who join, change, leave; what they must renew; partners; what
was granted. What is true at a month's end is asked of the gate, by a deed, not of a column.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.conduct import deciding
from lindun.conduct.actions import BadCase
from lindun.conduct.models import Case
from lindun.exports import actions as exports
from lindun.exports.models import Export
from lindun.gate.vocabulary import Action
from lindun.leaving import transfers
from lindun.leaving.models import Departure
from lindun.notifications.actions import mark_all_seen
from lindun.notifications.kinds import Kind
from lindun.organisation import admission
from lindun.organisation.actions import current_post
from lindun.organisation.checks import Checked
from lindun.organisation.models import Staff
from lindun.partners import actions as partners
from lindun.partners.models import Partner
from lindun.partners.refusal import NotYet
from lindun.personnel.actions import record_check
from lindun.policies import promising
from lindun.policies.models import Kind as Text
from lindun.policies.models import Signature
from lindun.requests import deputies
from lindun.requests.models import AccessRequest
from lindun.rights import queries as rights
from lindun.rights.actions import answer
from lindun.rights.models import Review
from lindun.sharing import actions
from lindun.sharing.actions import Made
from lindun.standing import codes
from tests import cast
from tests.conduct import cases
from tests.leaving import going
from tests.notifications.told import told
from tests.pages import text
from tests.partners import partnering
from tests.partners.test_sharing import handed
from tests.personnel.joining import hired, until
from tests.policies import texts
from tests.requests import test_approvals as asking
from tests.requests.test_grants import opened
from tests.schedule import Clock
from tests.sharing import bearers
from tests.signin import as_, own_password
from tests.training import learning

pytestmark = pytest.mark.drill
LEARNT = {"standing.course_lapsed", "standing.quiz_lapsed"}
PEOPLE = [name for name in cast.PEOPLE if name not in {"leaver", "cashier", "stranger"}]


@dataclass
class Company:
    """What was begun on the first day, as the year goes on."""

    clock: Clock
    people: dict[str, Staff] = field(default_factory=dict)
    firms: dict[str, Partner] = field(default_factory=dict)
    requests: dict[str, AccessRequest] = field(default_factory=dict)
    case: Case | None = None
    exit: Departure | None = None
    pledge: Signature | None = None


def test_a_companys_year(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    company = Company(Clock(monkeypatch))
    for month in (
        first_day,
        requests_and_appeals_end,
        a_temporary_guard_and_a_deputy_go,
        somebody_leaves_a_waiver_and_a_password_end,
        new_rules_come_out,
        an_agreement_ends_and_is_renewed,
        somebody_changes_places,
        a_contract_ends,
        the_year_of_a_promise_ends,
        years_after,
    ):
        month(company)


def against(deed: Callable[[], object]) -> tuple[str, ...]:
    """What stands against it now, as the gate says; empty where it is done."""
    try:
        deed()
    except gate.Denied as denied:
        return denied.decision.reasons
    except NotYet as not_yet:
        return tuple(not_yet.reasons)
    except gate.NotHere as nothing:
        return (nothing.reason,)
    return ()


def works(name: str | Staff) -> tuple[str, ...]:
    """What stands against meeting residents in a list."""
    who = cast.identity(name) if isinstance(name, str) else gate.Identity(staff=name.pk)

    def look() -> None:
        with gate.passage(who, Action.RESIDENT_LIST):
            pass

    return against(look)


def opens(name: str, person: cast.Character = cast.OWNER) -> tuple[str, ...]:
    """What stands against opening a number in the clear."""
    who, subject = cast.identity(name), cast.resident(person)
    return against(
        lambda: gate.reveal(who, subject=subject, items=["phone"], purpose="repair", reason="caller")
    )


def sends(partner: Partner) -> tuple[str, ...]:
    """What stands against sending a work order to somebody of this partner."""
    return against(partial(sent, partner))


def sent(partner: Partner) -> Made:
    task = bearers.task_of().pk
    outside = partnering.outside(partner)
    return actions.make_link(
        cast.identity("counter"), task=task, assignee=None, outside=outside, views=2, hours=4
    )


def takes(file: Export) -> tuple[str, ...]:
    """What stands against handing over a list that was made for a partner."""
    return against(lambda: exports.take(cast.identity("manager"), export=file.pk))


def heard(name: str, *kinds: Kind) -> list[str]:
    return [one.kind for one in told(name) if one.kind in kinds]


def midnight(moment: datetime) -> datetime:
    """The first moment of that day at the house."""
    return timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)


def first_day(company: Company) -> None:
    counter = cast.identity("counter")
    company.pledge = promising.sign(counter, text=texts.in_force(Text.PLEDGE).pk, proof=counter)
    cast.unmet("repair", codes.COURSE, codes.QUIZ)  # what she was vouched for ends much later
    learning.study("repair")
    learning.sit("repair")
    own_password("neighbour_desk")
    was_checked("auditor", days=100)
    company.people["temporary"] = hired("guard", employment=until(timezone.localdate() + timedelta(days=45)))
    company.exit = going.recorded("cashier", days=75)
    transfers.record(
        cast.identity("hr"),
        transfers.Wish(cast.staff("neighbour_desk"), going.post_at("3"), going.in_days(200)),
    )
    deputies.name_deputy(
        cast.identity("general_manager"),
        deputy=cast.staff("supervisor"),
        begins=timezone.now(),
        ends=timezone.now() + timedelta(days=50),
    )
    company.requests = {"undecided": asking.submitted(), "approved": asking.submitted(minutes=60, views=5)}
    asking.decide("manager", company.requests["approved"])
    company.case = cases.decided()
    company.firms = {"bound": bound(), "checked": checked()}
    assert works(company.people["temporary"]) == works("cashier") == works("repair") == ()
    assert sends(company.firms["bound"]) == sends(company.firms["checked"]) == ()


def was_checked(name: str, *, days: int) -> None:
    """A background check of today that is good for so many days."""
    today = timezone.localdate()
    found = Checked(
        "passed", today, "人事部", frozenset({"identity"}), valid_until=today + timedelta(days=days)
    )
    record_check(cast.identity("hr"), number=Staff.objects.get(pk=cast.staff(name)).number, checked=found)


def reads_the_ledger(name: str) -> tuple[str, ...]:
    def look() -> None:
        with gate.passage(cast.identity(name), Action.LEDGER_READ):
            pass

    return against(look)


def bound() -> Partner:
    """A partner whose waiver ends after 90 days, its agreement after 150, its contract after 240."""
    partner = partnering.entered()
    partnering.somebody(partner)
    partnering.contract(partner, days=240)
    partnering.agreement(partner, days=150)
    partnering.assessed(partner, without="trained")
    partnering.waived(partner, days=90)
    return partnering.open_account(partner)


def checked() -> Partner:
    """A partner that is bound for two years and was checked today."""
    partner = partnering.prepared(name="顺达电梯", without="agreement")
    partnering.agreement(partner, days=700)
    return partnering.open_account(partner)


def requests_and_appeals_end(company: Company) -> None:
    approved = company.requests["approved"]
    assert against(lambda: opened(approved)) == ()
    company.clock.live(company.clock.day(2))
    assert heard("counter", Kind.REQUEST_EXPIRED) == [Kind.REQUEST_EXPIRED]
    assert against(lambda: opened(approved)) == ("grant.over",)
    company.clock.live_quietly(company.clock.day(30))
    assert company.case is not None
    with pytest.raises(BadCase):
        deciding.reply(cast.identity("counter"), case=company.case.pk, accept=False, words="没有说过")
    deciding.close(cast.identity("officer"), case=company.case.pk)
    reviewed()
    assert decides_for_the_general_manager() == ()


def reviewed() -> None:
    """Every person's permissions are kept, those of the officer by the general manager."""
    (review,) = Review.objects.all()
    for person in rights.listed(review):
        by = "general_manager" if person.pk == cast.staff("officer") else "officer"
        answer(cast.identity(by), review=review.pk, staff=person.pk, seen=current_post(person).mark, drops=())
    assert not rights.progress(review).is_open


def decides_for_the_general_manager() -> tuple[str, ...]:
    """The supervisor, on what only the general manager may decide."""
    return against(lambda: asking.decide("supervisor", asking.submitted(asking.ID_NUMBER)))


def a_temporary_guard_and_a_deputy_go(company: Company) -> None:
    last_evening = midnight(company.clock.day(46)) - timedelta(minutes=5)
    company.clock.live_quietly(last_evening)
    assert works(company.people["temporary"]) == ()
    company.clock.live(last_evening + timedelta(minutes=10))
    assert works(company.people["temporary"]) == ("actor.not_in_post",)
    company.clock.live_quietly(company.clock.day(60))
    assert decides_for_the_general_manager() != ()


def somebody_leaves_a_waiver_and_a_password_end(company: Company) -> None:
    company.clock.live_quietly(midnight(company.clock.day(75)) - timedelta(minutes=5))
    assert works("cashier") == ()
    company.clock.live(midnight(company.clock.day(76)))
    assert "actor.not_in_post" in works("cashier")
    company.clock.live(midnight(company.clock.day(90)) - timedelta(hours=1))
    firm = company.firms["bound"]
    assert sends(firm) == ()
    company.clock.live(midnight(company.clock.day(92)))
    assert sends(firm) == ("partner.assessment_failed",)
    kinds = (Kind.PASSWORD_SOON, Kind.PASSWORD_DAYS, Kind.PASSWORD_TOMORROW)
    assert heard("neighbour_desk", *kinds) == list(kinds)
    assert password_is_over("neighbour_desk")
    partnering.assessed(firm)
    assert sends(firm) == ()
    company.clock.live(company.clock.day(95))
    assert reads_the_ledger("auditor") == ()
    assert Review.objects.count() == 2  # a quarter after the first


def password_is_over(name: str) -> bool:
    found = admission.of_user(Staff.objects.get(pk=cast.staff(name)).user_id)
    return found is not None and found.password_is_over(timezone.now())


def new_rules_come_out(company: Company) -> None:
    company.clock.live_quietly(company.clock.day(118))
    assert reads_the_ledger("auditor") == ("standing.background_missing",)
    was_checked("auditor", days=365)
    assert reads_the_ledger("auditor") == ()
    texts.published()
    assert works("supervisor") == opens("counter") == ("standing.policy_missing",)  # it closes all work
    for name in PEOPLE:
        texts.up_to_date(name)
    assert works("supervisor") == opens("counter") == ()


def an_agreement_ends_and_is_renewed(company: Company) -> None:
    firm, end = company.firms["bound"], midnight(company.clock.day(150))
    for days in (29, 6):
        company.clock.live(end - timedelta(days=days))
        mark_all_seen(cast.identity("manager"))  # what she has not seen she is not told again
    company.clock.live(end - timedelta(hours=2))
    reminded = heard("manager", Kind.PARTNER_AGREEMENT)
    assert len(reminded) == 3  # 30, 7 and 1 days before
    made = sent(firm)
    browser = bearers.proved(made)
    file = handed(partnering.consented(firm, purpose="fee"))
    assert bearers.page(browser, made).status_code == 200
    company.clock.live(end + timedelta(minutes=1))
    assert "保密协议已到期" in text(bearers.page(browser, made))
    assert sends(firm) == takes(file) == ("partner.agreement_expired",)
    partnering.agreement(firm)
    assert bearers.page(browser, made).status_code == 200
    assert sends(firm) == takes(file) == ()


def somebody_changes_places(company: Company) -> None:
    company.clock.live_quietly(midnight(company.clock.day(200)) - timedelta(minutes=5))
    assert opens("neighbour_desk", cast.OWNER) != ()
    assert opens("neighbour_desk", cast.ELSEWHERE) == ()
    company.clock.live(midnight(company.clock.day(201)))
    assert opens("neighbour_desk", cast.OWNER) == ()
    assert opens("neighbour_desk", cast.ELSEWHERE) != ()


def a_contract_ends(company: Company) -> None:
    firm = company.firms["bound"]
    company.clock.live_quietly(midnight(company.clock.day(240)) + timedelta(hours=9))
    assert "partner.contract_missing" in sends(firm)
    company.clock.live(midnight(company.clock.day(255)) + timedelta(hours=22))
    assert Kind.PARTNER_CERTIFICATE in heard("manager", Kind.PARTNER_CERTIFICATE)
    listed = reverse("partners:list")
    assert "尾款：暂缓支付" in text(as_("manager").get(listed))
    (ended,) = firm.contracts.all()
    certified = timezone.localdate()
    partners.certify(cast.identity("manager"), contract=ended.pk, reference="XH-1", on=certified)
    assert "暂缓支付" not in text(as_("manager").get(listed))


def the_year_of_a_promise_ends(company: Company) -> None:
    assert company.pledge is not None
    assert company.pledge.until is not None
    pledges = (Kind.PLEDGE_MONTH, Kind.PLEDGE_WEEK, Kind.PLEDGE_DAY)
    company.clock.live_quietly(company.pledge.until - timedelta(days=31))
    company.clock.live(company.pledge.until - timedelta(seconds=1))
    assert heard("counter", *pledges) == list(pledges)
    assert heard("repair", Kind.TRAINING_ENDING)
    assert opens("counter") == ()
    company.clock.live(company.clock.day(366))
    assert opens("counter") == ("standing.pledge_lapsed",)
    assert set(opens("repair")) >= LEARNT
    assert works("counter") == works("repair") == ()  # masked pages stay open
    counter = cast.identity("counter")
    promising.sign(counter, text=texts.in_force(Text.PLEDGE).pk, proof=counter)
    learning.study("repair")
    learning.sit("repair")
    assert opens("counter") == ()
    assert not LEARNT & set(opens("repair"))
    firm = company.firms["checked"]
    assert sends(firm) == ("partner.check_overdue",)
    partnering.assessed(firm)
    assert sends(firm) == ()


def years_after(company: Company) -> None:
    """Trade secrets three years, personal information without end; the ledger knows of the whole year."""
    assert company.exit is not None
    page = reverse("leaving:file", args=[company.exit.pk])
    shown = text(as_("hr").get(page))
    assert "永久" in shown
    assert "期满" not in shown
    company.clock.now = company.clock.day(75 + 3 * 366)
    later = text(as_("hr").get(page))
    assert "永久" in later
    assert "期满" in later
