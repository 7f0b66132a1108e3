"""A special task as the manager opens it."""

from __future__ import annotations

from django.urls import reverse

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.policies import material, projects
from lindun.policies.models import Member, Project, Signature
from tests import cast
from tests.scoped import everywhere


def opened(*, who: str = "manager") -> Project:
    return projects.open_project(
        cast.identity(who), name="新项目投标", undertaking=material.undertaking(english=False)
    )


def sign(project: Project, name: str, *, proved_by: gate.Identity | None = None) -> Signature:
    who = cast.identity(name)
    return projects.sign(who, project=project.pk, proof=proved_by or who)


def signed_by(project: Project, name: str) -> Signature:
    return sign(project, name)


def page(project: Project) -> str:
    return reverse("policies:project", args=[project.pk])


def open_one(*, signed: bool = False) -> Project:
    """The manager's task that is open, opened if there is none; signed by her if it is to be."""
    with everywhere(Action.POLICY_VIEW):
        project = Project.objects.filter(closed_at=None, lead_id=cast.staff("manager")).first()
        done = project is not None and Signature.objects.filter(member__project=project).exists()
    project = project or opened()
    if signed and not done:
        signed_by(project, "manager")
    return project


def added(name: str) -> Member:
    """A character on the list of that task."""
    project = open_one()
    known = Member.objects.filter(project=project, staff_id=cast.staff(name), removed_at=None).first()
    return known or projects.add_member(cast.identity("manager"), project=project.pk, staff=cast.staff(name))
