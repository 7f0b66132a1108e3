"""The places: communities, their buildings, and the dwellings in them.

Communities and buildings are public facts. Dwellings are under the row scope: a list of rooms would already
tell a clerk what exists in buildings that are not hers.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext as _


class Community(models.Model):
    id = models.AutoField(primary_key=True)
    code = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=60, unique=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class Building(models.Model):
    id = models.AutoField(primary_key=True)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="buildings")
    name = models.CharField(max_length=12)  # digits as people write them: "3" for 3栋

    class Meta:
        constraints = (models.UniqueConstraint(fields=("community", "name"), name="estates_building_once"),)
        ordering = ("community", "id")

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """As people say it: 3栋."""
        return _("Building %(building)s") % {"building": self.name}


class Dwelling(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The migrations hold building and community by one key, and other indexes begin with them.
    community = models.ForeignKey(Community, on_delete=models.PROTECT, db_constraint=False, db_index=False)
    building = models.ForeignKey(Building, on_delete=models.PROTECT, db_constraint=False, db_index=False)
    unit = models.CharField(max_length=8, blank=True)
    room = models.CharField(max_length=12)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("building", "unit", "room"), name="estates_dwelling_once"),
        )
        indexes = (models.Index(fields=("community", "room"), name="estates_dwelling_by_room"),)
        ordering = ("building", "unit", "room")

    @property
    def title(self) -> str:
        """As people say it: 3栋2单元1201. Reads the building."""
        return spoken(self.building.name, self.unit, self.room)

    @property
    def short(self) -> str:
        """As it is typed: 3-2-1201. Reads the building."""
        return "-".join(part for part in (self.building.name, self.unit, self.room) if part)


def spoken(building: str, unit: str, room: str) -> str:
    """A dwelling as people say it; the unit may be empty."""
    parts = {"building": building, "unit": unit, "room": room}
    if unit:
        return _("Building %(building)s, unit %(unit)s, %(room)s") % parts
    return _("Building %(building)s, %(room)s") % parts
