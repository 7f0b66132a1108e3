"""The tables of the vault. Reading and writing them goes through `queries` and `actions`, in plain SQL.

Ids are plain columns, without foreign keys: what ties a row to its person, community and key is the
authentication tag, which also holds against whoever can write to the tables. `integrity.py` looks for strays.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from lindun.core.sealing import MAX_MESSAGES_PER_KEY
from lindun.vault.records import KEY_KINDS


class KeyCheck(models.Model):
    """What the right root key must answer; written by the owner when an installation is made."""

    version = models.PositiveIntegerField(primary_key=True)
    check_value = models.BinaryField()
    created = models.DateTimeField(default=timezone.now)


class CommunityKey(models.Model):
    """A key of a community, wrapped by the root key. Rows are added, never changed."""

    community_id = models.IntegerField()
    kind = models.CharField(max_length=9, choices=[(kind, kind) for kind in KEY_KINDS])
    version = models.PositiveIntegerField()
    wrapped = models.BinaryField()
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("community_id", "kind", "version"), name="vault_community_key_once"
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="vault_community_key_version"),
        )


class SubjectKey(models.Model):
    """The data key of one person, wrapped by the community key; an empty `wrapped` is a destroyed key.

    `messages` counts what the key has sealed. `manifest` authenticates which rows and tokens belong to the
    person. The migration adds `wrap_number`, which counts all wraps of the installation.
    """

    subject_id = models.UUIDField(primary_key=True, editable=False)
    community_id = models.IntegerField()
    building_id = models.IntegerField()
    version = models.PositiveIntegerField(default=1)
    community_version = models.PositiveIntegerField()
    wrapped = models.BinaryField(null=True)
    messages = models.BigIntegerField()
    manifest = models.BinaryField(null=True)
    created = models.DateTimeField(default=timezone.now)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(messages__gte=0, messages__lte=MAX_MESSAGES_PER_KEY), name="vault_message_bound"
            ),
            models.CheckConstraint(
                condition=Q(wrapped__isnull=False, manifest__isnull=False, destroyed_at__isnull=True)
                | Q(wrapped__isnull=True, manifest__isnull=True, destroyed_at__isnull=False),
                name="vault_key_or_destroyed",
            ),
        )
        indexes = (models.Index(fields=("community_id", "community_version"), name="vault_key_by_community"),)


class SealedValue(models.Model):
    """One sealed value of one person, its masked form beside it, and where it came from (COL-07)."""

    id = models.UUIDField(primary_key=True, editable=False)
    subject_id = models.UUIDField()
    community_id = models.IntegerField()
    building_id = models.IntegerField()
    item = models.TextField()
    ordinal = models.SmallIntegerField()
    version = models.PositiveIntegerField()
    ciphertext = models.BinaryField()
    masked = models.TextField()
    source_channel = models.TextField()
    collected_by = models.UUIDField()
    collected_at = models.DateTimeField()
    purpose = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("subject_id", "item", "ordinal"), name="vault_value_once"),
        )


class Token(models.Model):
    """One search token: found by equality of bytes, which is leak-proof, so an index serves it."""

    pk = models.CompositePrimaryKey("token", "value_id")
    token = models.BinaryField()
    value_id = models.UUIDField()
    subject_id = models.UUIDField()
    community_id = models.IntegerField()
    building_id = models.IntegerField()
    item = models.TextField()
    form = models.TextField()

    class Meta:
        indexes = (models.Index(fields=("subject_id",), name="vault_token_by_subject"),)
