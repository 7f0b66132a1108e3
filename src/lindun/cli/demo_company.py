"""The demo company: two communities, 600 invented households, one account a role, some work in progress.

Everything is entered through the same actions that the pages use. A second start finds it and enters nothing.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from lindun.cli import demo_promises
from lindun.config.home import Home

if TYPE_CHECKING:
    from lindun.cli.synthetic import Household
    from lindun.residents.newcomer import NewResident

ACCOUNTS = "demo-accounts.json"
COMMUNITIES = (("yunqi", "云栖里"), ("lanshi", "澜石府"))
HOUSEHOLDS = 300  # in each community: five buildings of sixty
SEED = 20261121
WALKERS = 20  # people whose movements the gates have recorded
MAIN = "云栖里"
# account, name, staff number, role, clearance, places ("3" a building of the first community, "*" all of it)
PEOPLE = (
    ("chen", "陈晓岚", "0031", "counter", 2, ("3",)),
    ("gu", "顾小满", "0036", "counter", 2, ("5",)),
    ("he", "何建平", "0012", "supervisor", 3, ("*",)),
    ("lin", "林国栋", "0003", "manager", 3, ("*",)),
    ("zheng", "郑文博", "0001", "general_manager", 4, ()),
    ("su", "苏慧", "0008", "officer", 3, ()),
    ("fang", "方敏", "0005", "hr", 2, ()),
    ("ye", "叶知秋", "0090", "auditor", 3, ()),
    ("zhou", "周洁", "0044", "cashier", 2, ("*",)),
    ("ma", "马勇", "0057", "repair", 2, ("3", "4")),
    ("tan", "谭军", "0068", "guard", 2, ("1", "2", "3")),
    ("pan", "潘越", "0073", "housekeeper", 2, ("1",)),
    ("ning", "宁小雨", "0102", "counter", 2, ("2",)),
)
NEWCOMER = "ning"  # her first day: nothing is met yet of what her post asks


def enter(*, say: Callable[[str], None]) -> None:
    """Found the demo company unless there is one."""
    from lindun.cli import demo_cases, demo_daily, demo_papers, demo_partners
    from lindun.organisation.models import Staff

    if Staff.objects.exists():
        say("demo company found")
        return
    say("demo company: communities and accounts")
    _found()
    say(f"demo company: {HOUSEHOLDS * len(COMMUNITIES)} households")
    for number, (code, _name) in enumerate(COMMUNITIES):
        _fill(code, seed=SEED + number)
    _pass_gates(COMMUNITIES[0][0])
    demo_partners.enter()
    demo_promises.fill()
    demo_cases.enter()
    demo_daily.enter()
    demo_papers.enter()


def accounts(home: Home) -> list[tuple[str, str, str]]:
    """Rows for the table of accounts: name, password, who it is."""
    stored = _stored(home)
    return [
        (
            account + (" *" if stored[account].get("totp") else ""),
            stored[account]["password"],
            stored[account]["who"],
        )
        for account in stored
    ]


def totp_secret(home: Home, account: str) -> str | None:
    return _stored(home).get(account, {}).get("totp")


def current_code(secret: str) -> str:
    """The six digits of now (RFC 6238, 30-second steps)."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def _found() -> None:
    from datetime import timedelta

    from django.conf import settings
    from django.db import transaction
    from django.utils import timezone

    from lindun.cli import demo_organisation, first_facts
    from lindun.estates.models import Building, Community
    from lindun.organisation import actions
    from lindun.organisation.actions import Newcomer, Post
    from lindun.organisation.assigning import Employment
    from lindun.organisation.checks import Checked
    from lindun.organisation.models import SENSITIVE_ROLES, Role

    with transaction.atomic():
        communities = [Community.objects.get_or_create(code=code, name=name)[0] for code, name in COMMUNITIES]
        for community in communities:
            for number in range(1, HOUSEHOLDS // 60 + 1):
                Building.objects.get_or_create(community=community, name=str(number))
    first = communities[0]
    buildings = {building.name: building.pk for building in first.buildings.all()}
    stored: dict[str, dict[str, str]] = {}
    newcomers = []
    checked = timezone.localdate() - timedelta(days=60)
    for account, name, staff_number, role, clearance, places in PEOPLE:
        password = f"{account}-{secrets.token_hex(4)}-{secrets.token_hex(2).upper()}"
        totp = _new_totp_secret() if role in SENSITIVE_ROLES else ""
        stored[account] = {"password": password, "who": f"{name} · {Role(role).label}", "totp": totp}
        where = frozenset((first.pk, None if place == "*" else buildings[place]) for place in places)
        newcomers.append(
            Newcomer(
                account,
                name,
                staff_number,
                Post(role, clearance, "active", where),
                password=password,
                totp=totp,
                employment=Employment(department=demo_organisation.DEPARTMENTS[role]),
                check=Checked("passed", checked, "人事部", frozenset({"identity", "work"})),
            )
        )
    actions.found_company("云邻物业服务有限公司", newcomers, first_facts=first_facts.install)
    _vouch()
    demo_organisation.enter()
    _write(settings.HOME, stored)


def _vouch() -> None:
    """Everybody but the newcomer has met what her post asks, for a year."""
    from datetime import timedelta

    from django.utils import timezone

    from lindun.organisation.models import Staff
    from lindun.standing import actions
    from lindun.standing.codes import CODES

    people = Staff.objects.exclude(user__username=NEWCOMER).values_list("pk", flat=True)
    actions.vouch(people, CODES, until=timezone.now() + timedelta(days=365))


def _fill(code: str, *, seed: int) -> None:
    from lindun.cli import synthetic
    from lindun.estates.models import Community
    from lindun.gate import Identity
    from lindun.residents import actions

    community = Community.objects.get(code=code)
    actions.register_people(
        Identity(system="operator"),
        community=community.pk,
        people=[_person(household) for household in synthetic.households(HOUSEHOLDS, seed=seed)],
        channel="demo",
    )


def _pass_gates(code: str) -> None:
    """Two days of going out and coming home, for the people of the first homes of the community."""
    from datetime import timedelta

    from django.utils import timezone

    from lindun import gate
    from lindun.estates.models import Community
    from lindun.gate.vocabulary import Action
    from lindun.residents import movements
    from lindun.residents.models import Resident

    community = Community.objects.get(code=code)
    operator = gate.Identity(system="operator")
    with gate.passage(operator, Action.ROSTER_IMPORT) as passage:
        first = Resident.objects.filter(community=community, building__name="3").order_by(
            "dwelling__unit", "id"
        )
        people = list(first.values_list("pk", flat=True)[:WALKERS])
        passage.saw(residents=len(people))
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    passings = [
        movements.Passing(
            person, midnight - timedelta(days=days) + timedelta(hours=hour, minutes=minute), door
        )
        for person in people
        for days in (1, 2)
        for hour, minute, door in (
            (7, 48, "东门 出"),
            (12, 6, "东门 进"),
            (12, 55, "南门 出"),
            (18, 31, "南门 进"),
        )
    ]
    movements.record(operator, community=community.pk, passings=passings)


def _person(household: Household) -> NewResident:
    from lindun.gate.plain import Plain
    from lindun.residents.newcomer import NewResident

    return NewResident(
        building=household.building,
        unit=household.unit,
        room=household.room,
        relation=household.relation,
        move_in=household.move_in,
        values=(
            Plain("name", household.name, "NAME"),
            *(Plain("phone", phone, "PHONE") for phone in household.phones),
            Plain("id_number", household.id_number, "ID_CARD"),
            *(Plain("plate", plate, "PLATE") for plate in household.plates),
            *((Plain("remark", household.remark, "TEXT"),) if household.remark else ()),
        ),
    )


def _new_totp_secret() -> str:
    from allauth.mfa.totp.internal.auth import generate_totp_secret

    return str(generate_totp_secret())


def _stored(home: Home) -> dict[str, dict[str, str]]:
    path = _path(home)
    return json.loads(path.read_text()) if path.exists() else {}


def _write(home: Home, stored: dict[str, dict[str, str]]) -> None:
    descriptor = os.open(_path(home), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(stored, file, ensure_ascii=False, indent=1)


def _path(home: Home) -> Path:
    return home.secret("owner", ACCOUNTS)
