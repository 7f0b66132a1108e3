"""What the watchers themselves write: that somebody has looked into an event of the ledger."""

from __future__ import annotations

from django.db import models


class Review(models.Model):
    """An event was looked into. The event itself is an entry of the ledger and never changes."""

    entry = models.UUIDField(primary_key=True)
    reviewed_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(auto_now_add=True)
