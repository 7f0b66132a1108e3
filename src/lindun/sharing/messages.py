"""The text that is pasted into a chat group: what to do and roughly where, nothing about anybody."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from lindun.sharing.actions import Made


def for_the_group(made: Made, *, address: str) -> str:
    """Task number, kind of work, community and building, until when, and the link. Nothing else."""
    task = made.task
    return _(
        "[Work order %(number)s] %(kind)s\n%(community)s, %(building)s\nFor the assignee only:"
        " it opens once, on one device, and not when passed on.\n%(address)s\nGood until %(until)s."
    ) % {
        "number": task.number,
        "kind": task.purpose.name,
        "community": task.community.name,
        "building": task.dwelling.building.title,
        "address": address,
        "until": timezone.localtime(made.link.expires_at).strftime("%m-%d %H:%M"),
    }
