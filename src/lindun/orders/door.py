"""Who sends a message: a system whose key signed exactly this, now, and never before.

Everything that is turned away here is written into the ledger, in the name of the system once its signature
held, else in nobody's. What a message may do is decided by the gate afterwards.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import NoReturn
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from lindun import gate
from lindun.gate.refusals import turned_away
from lindun.gate.secrets import unwrap_secret
from lindun.gate.vocabulary import Happening
from lindun.orders import signing
from lindun.orders.models import Nonce, Standing, System

MOST_BYTES = 16 * 1024
MOST_A_MINUTE = 120
KEY_USE = "orders.key"
_NOBODYS = bytes(signing.KEY_BYTES)  # compared with where no key is, so that both take as long


class TurnedAway(Exception):
    """The message is not taken; `code` says why, `status` in the words of HTTP."""

    def __init__(self, code: str, status: int) -> None:
        super().__init__(code)
        self.code, self.status = code, status


@dataclass(frozen=True)
class _Signed:
    key_id: UUID
    time: str
    nonce: str
    signature: str


def enter(request: HttpRequest) -> gate.Identity:
    """The identity of whoever signed this message. Raises TurnedAway, recorded."""
    signed = _read(request)
    system = System.objects.filter(pk=signed.key_id).first()
    key = unwrap_secret(bytes(system.key), use=KEY_USE, about=system.pk) if system and system.key else None
    expected = signing.signature(
        key or _NOBODYS,
        method=request.method or "",
        path=request.path,
        time=signed.time,
        nonce=signed.nonce,
        body=request.body,
    )
    if not signing.fits(signed.signature, expected) or system is None or key is None:
        _refuse(None, "system.bad_signature" if key else "system.unknown", 401)
    who = gate.Identity(client=system.pk)
    if abs(time.time() - int(signed.time)) > signing.SECONDS:
        _refuse(who, "system.out_of_time", 401)
    if system.standing(timezone.now()) is not Standing.IN_FORCE:
        _refuse(who, "system.not_in_force", 403)
    _count(who, system, signed.nonce)
    return who


def _read(request: HttpRequest) -> _Signed:
    """The four headers of a signed message."""
    said = {name: request.headers.get(f"Lindun-{name}", "") for name in ("Key", "Time", "Nonce", "Signature")}
    try:
        length, key = int(request.META.get("CONTENT_LENGTH") or 0), UUID(said["Key"])
    except ValueError:
        _refuse(None, "system.not_signed", 401)
    if length > MOST_BYTES:
        _refuse(None, "system.too_long", 413)
    shapes = ((signing.TIME, "Time"), (signing.NONCE, "Nonce"), (signing.SIGNATURE, "Signature"))
    if not all(shape.fullmatch(said[name]) for shape, name in shapes):
        _refuse(None, "system.not_signed", 401)
    return _Signed(key, said["Time"], said["Nonce"], said["Signature"])


def _count(who: gate.Identity, system: System, nonce: str) -> None:
    """Write the message down as read; whoever comes second with it, or too often, is turned away.

    A nonce is kept twice as long as any message with it could still be in time.
    """
    now = timezone.now()
    Nonce.objects.filter(system=system, at__lt=now - timedelta(seconds=4 * signing.SECONDS)).delete()
    if Nonce.objects.filter(system=system, at__gt=now - timedelta(minutes=1)).count() >= MOST_A_MINUTE:
        _refuse(who, "system.too_many", 429)
    try:
        with transaction.atomic():
            Nonce.objects.create(system=system, nonce=nonce, at=now)
    except IntegrityError:
        _refuse(who, "system.replayed", 409)


def _refuse(who: gate.Identity | None, code: str, status: int) -> NoReturn:
    subjects = (who.reference,) if who else ()
    turned_away(who, action=Happening.SYSTEM_REFUSED, reason=code, subjects=subjects)
    raise TurnedAway(code, status)
