"""The fixed cast that meets every view.

    counter         building 3 of the first community        stranger     counter of the other community
    neighbour_desk  building 5 of the first community        leaver       was a counter clerk of building 3
    supervisor, manager, cashier: the first community        repair, guard: building 3
    general_manager, officer, auditor, hr: the company

Residents: OWNER (3-2-1201) and her NEIGHBOUR (3-2-1202), ELSEWHERE (5-1-501), ABROAD (other community,
1-1-101). Every sealed value of OWNER is marked: found anywhere outside a reveal, it is a leak.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

HOME_COMMUNITY = ("yunqi", "云栖里")
OTHER_COMMUNITY = ("lanshi", "澜石府")
PASSWORD = "Correct-horse-7"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

# name, role, clearance, places: "3" a building of the home community, "*" all of it, "o1" one elsewhere
PEOPLE = {
    "counter": ("counter", 2, ("3",)),
    "neighbour_desk": ("counter", 2, ("5",)),
    "supervisor": ("supervisor", 3, ("*",)),
    "manager": ("manager", 3, ("*",)),
    "general_manager": ("general_manager", 4, ()),
    "officer": ("officer", 3, ()),
    "auditor": ("auditor", 3, ()),
    "hr": ("hr", 2, ()),
    "cashier": ("cashier", 2, ("*",)),
    "repair": ("repair", 2, ("3",)),
    "guard": ("guard", 2, ("3",)),
    "stranger": ("counter", 2, ("o1",)),
    "leaver": ("counter", 2, ("3",)),
}


@dataclass(frozen=True)
class Character:
    """A resident of the cast, in the clear: tests look for these values where they must not be."""

    community: str
    building: str
    unit: str
    room: str
    name: str
    phones: tuple[str, ...]
    id_number: str
    plate: str
    remark: str


OWNER = Character(
    HOME_COMMUNITY[0], "3", "2", "1201", "欧阳梓萱", ("17012345678", "0571-55550147"),
    "330199198003079130", "浙X7K29Q", "标记备注朝南漏风",
)  # fmt: skip
NEIGHBOUR = Character(
    HOME_COMMUNITY[0], "3", "2", "1202", "林望舒", ("16598761234",), "320599197511239255", "苏X3M81P", "有狗"
)
ELSEWHERE = Character(
    HOME_COMMUNITY[0], "5", "1", "501", "司徒远山", ("16700112233",), "420199196206149015", "鄂X5T60W", ""
)
ABROAD = Character(
    OTHER_COMMUNITY[0], "1", "1", "101", "上官若水", ("17188990011",), "610199199009099070", "陕X1Z73R", ""
)
RESIDENTS = (OWNER, NEIGHBOUR, ELSEWHERE, ABROAD)


def enter() -> None:
    """Put the cast on stage: called once, for the template database."""
    from lindun.estates.models import Building, Community

    home, other = (
        Community.objects.create(code=code, name=name) for code, name in (HOME_COMMUNITY, OTHER_COMMUNITY)
    )
    for name in ("3", "5"):
        Building.objects.create(community=home, name=name)
    Building.objects.create(community=other, name="1")
    _hire(home.pk, other.pk)
    for community in (home, other):
        _move_in(community.pk, [person for person in RESIDENTS if person.community == community.code])


def unmet(name: str, *codes: str) -> None:
    """Take away what a character has met of what her post asks, as if she had never met it."""
    import psycopg
    from django.conf import settings
    from django.db import connection

    from lindun.config import postgres

    where = postgres.superuser_conninfo(settings.HOME, connection.settings_dict["NAME"])
    with psycopg.connect(where) as past:
        past.execute("SET session_replication_role = replica")  # as if the rows had never been
        past.execute(
            "DELETE FROM standing_fulfilment WHERE staff_id = %s AND code = ANY (%s)",
            [staff(name), list(codes)],
        )


def staff(name: str) -> UUID:
    from lindun.organisation.models import Staff

    return Staff.objects.values_list("pk", flat=True).get(user__username=name)


def identity(name: str):  # type: ignore[no-untyped-def]
    """The character at the gate, signed in as her post demands."""
    from lindun.gate import Identity
    from lindun.organisation.models import SENSITIVE_ROLES

    return Identity(staff=staff(name), second_factor=PEOPLE[name][0] in SENSITIVE_ROLES)


def far_off() -> datetime:
    """Until when the cast has met what comes every year: beyond every test that moves the clock."""
    return timezone.now() + timedelta(days=3650)


def passed_check():  # type: ignore[no-untyped-def]
    """What personnel records before somebody takes up a sensitive post."""
    from datetime import date

    from lindun.organisation.checks import Checked

    return Checked("passed", date(2026, 1, 5), "人事", frozenset({"identity", "work"}))


def resident(person: Character) -> UUID:
    """The subject id of a character, read as the owner of the tables in that community's scope."""
    return _in_scope(
        "SELECT r.id FROM residents_resident r JOIN estates_dwelling d ON d.id = r.dwelling_id"
        " JOIN estates_building b ON b.id = d.building_id WHERE b.name = %s AND d.unit = %s AND d.room = %s",
        person,
    )


def dwelling(person: Character) -> UUID:
    return _in_scope(
        "SELECT d.id FROM estates_dwelling d JOIN estates_building b ON b.id = d.building_id"
        " WHERE b.name = %s AND d.unit = %s AND d.room = %s",
        person,
    )


def _in_scope(query: str, person: Character) -> UUID:
    from django.db import connection, transaction

    from lindun.estates.models import Community
    from lindun.scope.opening import RowScope, open_scope

    community = Community.objects.get(code=person.community)
    with transaction.atomic(), connection.cursor() as cursor:
        open_scope(RowScope(communities=frozenset({community.pk})))
        cursor.execute(query, [person.building, person.unit, person.room])
        (found,) = cursor.fetchone()
    return UUID(str(found))


def _hire(home: int, other: int) -> None:
    from lindun.cli import first_facts
    from lindun.estates.models import Building
    from lindun.organisation import actions
    from lindun.organisation.actions import Newcomer, Post
    from lindun.organisation.models import SENSITIVE_ROLES, Staff
    from lindun.standing import actions as standing
    from lindun.standing.codes import CODES

    ids = {
        ("o" if building.community_id == other else "") + building.name: building
        for building in Building.objects.all()
    }

    def place(code: str) -> tuple[int, int | None]:
        return (home, None) if code == "*" else (ids[code].community_id, ids[code].pk)

    actions.found_company(
        "云邻物业",
        [
            Newcomer(
                name,
                f"员工{number}",
                f"{number:04d}",
                Post(
                    role, clearance, "left" if name == "leaver" else "active", frozenset(map(place, places))
                ),
                password=PASSWORD,
                totp=TOTP_SECRET if role in SENSITIVE_ROLES else "",
                check=passed_check(),
            )
            for number, (name, (role, clearance, places)) in enumerate(PEOPLE.items(), start=31)
        ],
        first_facts=first_facts.install,
    )
    standing.vouch(Staff.objects.values_list("pk", flat=True), CODES, until=far_off())


def _move_in(community: int, people: list[Character]) -> None:
    from lindun.gate import Identity
    from lindun.gate.plain import Plain
    from lindun.residents import actions
    from lindun.residents.newcomer import NewResident

    actions.register_people(
        Identity(system="operator"),
        community=community,
        channel="import",
        people=[
            NewResident(
                person.building, person.unit, person.room, "owner", "2019-03-01",
                (
                    Plain("name", person.name, "NAME"),
                    *(Plain("phone", each, "LANDLINE" if "-" in each else "PHONE") for each in person.phones),
                    Plain("id_number", person.id_number, "ID_CARD"),
                    Plain("plate", person.plate, "PLATE"),
                    *((Plain("remark", person.remark, "TEXT"),) if person.remark else ()),
                ),
            )
            for person in people
        ],
    )  # fmt: skip
