"""A special task: on the list, then signed, then shown; to others it does not exist."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import Error, connection
from django.urls import reverse

from lindun import gate
from lindun.gate.own import own
from lindun.gate.vocabulary import Action
from lindun.notifications.kinds import Kind as Told
from lindun.policies import projects
from lindun.policies.models import Member, Note, Project, Signature
from lindun.policies.projects import BadProject, NotSigned
from lindun.policies.promising import BadPromise, SignedAlready
from tests import cast
from tests.leaks.finder import found_in, of_cast
from tests.notifications.told import told
from tests.organisation.second_accounts import second_account
from tests.pages import entries, text
from tests.policies.tasks import opened, page, sign, signed_by
from tests.policies.texts import proof
from tests.scoped import everywhere
from tests.signin import as_

SECRET = "报价不低于上一年"
pytestmark = pytest.mark.usefixtures("database")


def with_a_note() -> Project:
    project = opened()
    signed_by(project, "manager")
    projects.write_note(cast.identity("manager"), project=project.pk, words=SECRET)
    return project


@pytest.mark.req("PPL-14")
def test_an_added_member_signs_the_undertaking_before_seeing_any_item() -> None:
    project = with_a_note()
    assert as_("counter").get(page(project)).status_code == 404
    projects.add_member(cast.identity("manager"), project=project.pk, staff=cast.staff("counter"))
    assert [one.reference for one in told("counter") if one.kind == Told.PROJECT_JOINED] == [project.number]
    browser = as_("counter")
    before = text(browser.get(page(project)))
    assert "专人监督" in before  # the undertaking
    assert SECRET not in before
    assert SECRET not in _read_as("counter")
    with pytest.raises(NotSigned):
        projects.write_note(cast.identity("counter"), project=project.pk, words="试试")
    assert entries(Action.PROJECT_WRITE)[-1]["reasons"] == ["project.not_signed"]
    browser.post(reverse("policies:project_sign", args=[project.pk]), proof("counter"))
    assert SECRET in text(browser.get(page(project)))
    assert SECRET in _read_as("counter")
    with everywhere(Action.POLICY_VIEW):
        kept = Signature.objects.get(staff_id=cast.staff("counter"))
    assert project.number in kept.words
    assert kept.is_whole
    assert browser.get(reverse("policies:signed", args=[kept.pk])).status_code == 200


def _read_as(name: str) -> str:
    """What SQL in her own passage reads of all notes: the database decides, not the page."""
    who = cast.identity(name)
    with gate.passage(who, Action.PROJECT_VIEW), own(who, Action.PROJECT_VIEW), connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(string_agg(words, ' '), '') FROM policies_note")
        return str(cursor.fetchone()[0])


def test_who_is_off_the_list_sees_nothing_any_more_and_signs_anew_when_she_comes_back() -> None:
    project = with_a_note()
    manager, counter = cast.identity("manager"), cast.identity("counter")
    member = projects.add_member(manager, project=project.pk, staff=cast.staff("counter"))
    signed_by(project, "counter")
    assert SECRET in _read_as("counter")
    projects.remove_member(manager, project=project.pk, member=member.pk)
    assert _read_as("counter") == ""
    assert as_("counter").get(page(project)).status_code == 404
    projects.add_member(manager, project=project.pk, staff=cast.staff("counter"))
    assert _read_as("counter") == ""
    with pytest.raises(NotSigned):
        projects.write_note(counter, project=project.pk, words="回来了")


def test_rank_opens_no_project() -> None:
    project = with_a_note()
    for name in ("general_manager", "officer", "auditor", "hr", "supervisor"):
        assert as_(name).get(page(project)).status_code == 404
        assert _read_as(name) == ""
        assert project.number not in text(as_(name).get(reverse("policies:projects")))


def test_only_its_lead_staffs_and_closes_it() -> None:
    project = with_a_note()
    officer = cast.identity("officer")
    member = projects.add_member(cast.identity("manager"), project=project.pk, staff=cast.staff("officer"))
    signed_by(project, "officer")
    for deed in (
        lambda: projects.add_member(officer, project=project.pk, staff=cast.staff("guard")),
        lambda: projects.remove_member(officer, project=project.pk, member=member.pk),
        lambda: projects.close(officer, project=project.pk),
    ):
        with pytest.raises(gate.NotHere):
            deed()
    with pytest.raises(gate.Denied):
        projects.open_project(cast.identity("counter"), name="自己的", undertaking="# 甲\n## 乙")


def test_nobody_signs_anothers_undertaking() -> None:
    project = opened()
    projects.add_member(cast.identity("manager"), project=project.pk, staff=cast.staff("counter"))
    with pytest.raises(BadPromise):
        sign(project, "counter", proved_by=cast.identity("manager"))
    with pytest.raises(gate.NotHere):
        sign(project, "guard")
    other = second_account("counter", role="guard")
    with pytest.raises(gate.NotHere):  # the account on the list signs, not another of hers
        projects.sign(other, project=project.pk, proof=other)
    with pytest.raises(gate.NotHere):
        projects.sign(cast.identity("counter"), project=uuid4(), proof=cast.identity("counter"))
    signed_by(project, "counter")
    with pytest.raises(SignedAlready):
        sign(project, "counter")


def test_notes_are_masked_and_stay_as_written() -> None:
    project = opened()
    signed_by(project, "manager")
    words = f"{cast.OWNER.name} {cast.OWNER.phones[0]} 来函"
    note = projects.write_note(cast.identity("manager"), project=project.pk, words=words)
    assert found_in(note.words.encode(), of_cast()) == []
    who = cast.identity("manager")
    with pytest.raises(Error), gate.passage(who, Action.PROJECT_WRITE), own(who, Action.PROJECT_WRITE):
        Note.objects.update(words="改了")


def test_a_closed_task_takes_no_more_notes() -> None:
    project = with_a_note()
    projects.close(cast.identity("manager"), project=project.pk)
    with pytest.raises(BadProject):
        projects.write_note(cast.identity("manager"), project=project.pk, words="还有")
    assert SECRET in text(as_("manager").get(page(project)))


@pytest.mark.parametrize("change", [{"lead_id": "officer"}, {"undertaking": "# 甲\n## 乙"}])
def test_the_database_keeps_the_task_as_it_was_opened(change: dict[str, Any]) -> None:
    project = opened()
    said = {name: cast.staff(value) if name == "lead_id" else value for name, value in change.items()}
    with pytest.raises(Error, match="does not change"), everywhere(Action.PROJECT_OPEN):
        Project.objects.filter(pk=project.pk).update(**said)
    with pytest.raises(Error, match="passage"), everywhere(Action.PROJECT_WRITE):
        Member.objects.create(
            project=project, staff_id=cast.staff("guard"), added_by_id=cast.staff("guard"),
            added_at=project.opened_at,
        )  # fmt: skip
