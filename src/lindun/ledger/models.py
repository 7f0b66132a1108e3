"""The stored ledger. Tables and triggers are written in SQL (see the first migration): rows are added, never
changed, and the database refuses it even to the owner. The models describe them for reading.
"""

from django.db import models

SEALER = "sealer"  # name of the sealer's own row of MirrorState


class StoredEntry(models.Model):
    """One entry as it was written. Everything but `body` is derived from it by the database."""

    id = models.UUIDField(primary_key=True)
    body = models.TextField()
    actor = models.TextField()
    action = models.TextField()
    subjects = models.JSONField(null=True)

    class Meta:
        managed = False
        db_table = "ledger_entry"


class Leaf(models.Model):
    """The place of an entry in the tree. `tile_roots`: 32 bytes for each tile this leaf completes."""

    index = models.BigIntegerField(primary_key=True)
    entry = models.UUIDField(unique=True)
    hash = models.BinaryField()
    tile_roots = models.BinaryField(null=True)

    class Meta:
        managed = False
        db_table = "ledger_leaf"


class SignedCheckpoint(models.Model):
    """A checkpoint the sealer signed: number of entries, root, signed note."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "ledger_checkpoint"


class MirrorState(models.Model):
    """How far a mirror is; the row named `sealer` is the sealer's own state.

    current_at: when it last held everything. error: code of what is wrong now, empty if nothing is.
    """

    name = models.TextField(primary_key=True)
    size = models.BigIntegerField()
    current_at = models.DateTimeField(null=True)
    error = models.TextField()
    error_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "ledger_mirror"
