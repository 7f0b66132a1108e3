"""Three tiers, managers at the same gate, posts at their duty, masked lists: through the pages."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lindun.core.identifiers.kinds import Kind
from lindun.core.identifiers.mask import mask
from lindun.gate import Identity
from lindun.gate.plain import Plain
from lindun.gate.vocabulary import Action
from lindun.requests import actions
from lindun.residents.actions import register_people
from lindun.residents.newcomer import NewResident
from tests import cast, pages
from tests.signin import as_

HOUSE = "residents:household"


def _closed_repair() -> None:
    home, clerk = cast.dwelling(cast.OWNER), cast.identity("counter")
    task, _ = actions.open_task(clerk, dwelling=home, purpose="repair", summary="修过一次水管")
    actions.close_task(clerk, task=task.pk)


@pytest.mark.req("ACC-05")
def test_a_clerk_does_not_find_who_lives_in_another_building(database: str) -> None:
    clerk = as_("counter")
    for typed in (cast.ELSEWHERE.name, cast.ELSEWHERE.phones[0][-4:], cast.ELSEWHERE.plate, "5-1-501"):
        assert str(cast.dwelling(cast.ELSEWHERE)) not in pages.text(pages.search(clerk, typed))
        assert pages.entries(Action.RESIDENT_SEARCH)[-1]["counts"]["dwellings"] == 0


@pytest.mark.req("ACC-05")
def test_a_supervisor_sees_the_service_records_and_a_clerk_does_not(database: str) -> None:
    _closed_repair()
    url = reverse("requests:history", args=[cast.dwelling(cast.OWNER)])
    leader, clerk = as_("supervisor"), as_("counter")
    assert url in pages.text(pages.household(leader))
    assert "修过一次水管" in pages.text(leader.get(url, headers=pages.HTMX))
    assert url not in pages.text(pages.household(clerk))
    assert clerk.get(url).status_code == 403
    assert pages.entries()[-1]["reasons"] == ["action.not_for_role"]


@pytest.mark.req("ACC-05")
def test_a_manager_searches_every_building_and_each_search_has_its_purpose(database: str) -> None:
    leader = as_("manager")
    asked = pages.text(pages.search(leader, cast.ELSEWHERE.name))
    assert str(cast.dwelling(cast.ELSEWHERE)) not in asked
    assert 'value="complaint"' in asked
    for person in (cast.OWNER, cast.ELSEWHERE):
        found = pages.text(pages.search(leader, person.name, purpose="complaint"))
        assert str(cast.dwelling(person)) in found
        entry = pages.entries(Action.RESIDENT_SEARCH)[-1]
        assert (entry["purpose"], entry["counts"]["dwellings"]) == ("complaint", 1)
    assert str(cast.dwelling(cast.ABROAD)) not in pages.text(
        pages.search(leader, cast.ABROAD.name, purpose="complaint")
    )


@pytest.mark.req("ACC-11")
def test_a_general_manager_meets_the_same_question_and_the_same_entries_as_a_clerk(database: str) -> None:
    seen = {}
    for name in ("counter", "general_manager"):
        client = as_(name)
        question = reverse("residents:purpose", args=[cast.dwelling(cast.OWNER)])
        assert question in pages.text(pages.household(client))
        assert pages.reveal(client, "phone").status_code == 403
        pages.choose(client, "purpose:repair")
        assert pages.reveal(client, "phone").status_code == 403
        given = reverse("residents:reason", args=[cast.dwelling(cast.OWNER)])
        client.post(given, {"reason": "caller"}, headers=pages.HTMX)
        assert cast.OWNER.phones[0] in pages.text(pages.reveal(client, "phone"))
        actor = f"staff:{cast.staff(name)}"
        seen[name] = [
            [entry.get(what) for what in ("action", "outcome", "purpose", "items", "reasons")]
            for entry in pages.entries()
            if entry["actor"] == actor and not entry["action"].startswith("organisation.session")
        ]
    assert len(seen["counter"]) == 7
    assert seen["general_manager"] == seen["counter"]


BEYOND = [
    # who opens an address that is not her duty, directly
    ("repair", "requests:alerts"),
    ("repair", "requests:lookups"),
    ("guard", "requests:alerts"),
    ("counter", "requests:lookups"),
    ("officer", "residents:list"),
    ("hr", "residents:list"),
    ("auditor", "residents:list"),
    ("auditor", "requests:task_new_at"),
]


@pytest.mark.parametrize(("name", "route"), BEYOND)
def test_an_address_beyond_ones_duty_is_refused_with_words_and_recorded(
    database: str, name: str, route: str
) -> None:
    args = [cast.dwelling(cast.OWNER)] if route.endswith("_at") else []
    client = as_(name)
    before = len(pages.entries())
    refused = client.get(reverse(route, args=args))
    assert refused.status_code == 403
    assert refused.context["explanation"].sentences
    assert refused.context["explanation"].ways
    entry = pages.entries()[before]
    assert (entry["outcome"], entry["reasons"]) == ("denied", ["action.not_for_role"])


@pytest.mark.req("ACC-06")
def test_a_repairman_who_opens_service_records_directly_is_refused_and_the_attempt_is_logged(
    database: str,
) -> None:
    _closed_repair()
    worker = as_("repair")
    refused = worker.get(reverse("requests:history", args=[cast.dwelling(cast.OWNER)]))
    assert refused.status_code == 403
    assert "修过一次水管" not in pages.text(refused)
    entry = pages.entries()[-1]
    assert entry["actor"] == f"staff:{cast.staff('repair')}"
    assert (entry["action"], entry["outcome"]) == (Action.HISTORY_VIEW, "denied")


def _fifty() -> list[NewResident]:
    return [
        NewResident("3", "1", f"{100 + number}", "owner", "", (
            Plain("name", "王小明", Kind.NAME),
            Plain("phone", f"1701357{number:04d}", Kind.PHONE),
        ))
        for number in range(50)
    ]  # fmt: skip


@pytest.mark.req("STO-03")
def test_a_list_of_fifty_residents_holds_masked_numbers_only(database: str) -> None:
    from lindun.estates.models import Community

    home = Community.objects.get(code=cast.HOME_COMMUNITY[0]).pk
    people = _fifty()
    register_people(Identity(system="operator"), community=home, people=people, channel="import")
    clerk = as_("counter")
    first = clerk.get(reverse("residents:list"), {"purpose": "repair"})
    assert len(first.context["rows"]) == 50
    second = clerk.get(reverse("residents:list"), {"purpose": "repair", "after": first.context["next"]})
    pages_sent = pages.text(first) + pages.text(second)
    for person in people:
        phone = person.values[1].plaintext
        assert phone not in pages_sent
        assert mask(Kind.PHONE, phone) in pages_sent
    assert cast.OWNER.phones[0] not in pages_sent


def test_people_without_a_desk_begin_where_they_work(database: str) -> None:
    for name in ("officer", "auditor", "hr"):
        begun = as_(name).get("/")
        assert begun.status_code in {302, 403}
        assert begun.status_code == 403 or begun["Location"] != "/"


def test_a_sensitive_post_without_its_second_factor_is_told_so(database: str) -> None:
    refused = as_("supervisor", second_factor=False).get(reverse("requests:desk"))
    assert refused.status_code == 403
    assert reverse("mfa_reauthenticate") in pages.text(refused)
