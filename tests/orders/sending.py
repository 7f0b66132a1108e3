"""A work-order system as the company has one: a key two people agreed to, and messages signed with it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse

from lindun.orders import actions
from lindun.orders.models import System
from tests import cast
from tests.pages import community


@dataclass(frozen=True)
class Sender:
    """Written apart from the house's own signing, from the reference alone."""

    system: System
    key: str

    def headers(self, body: bytes, **other: str) -> dict[str, str]:
        said = {"time": str(int(time.time())), "nonce": secrets.token_urlsafe(18), "path": address()} | other
        lines = ["lindun-work-order-v1", "POST", said["path"], said["time"], said["nonce"]]
        signed = "\n".join([*lines, hashlib.sha256(body).hexdigest()])
        key = base64.urlsafe_b64decode(self.key + "=")
        signature = hmac.new(key, signed.encode(), hashlib.sha256).hexdigest()
        return {
            "Lindun-Key": str(self.system.pk),
            "Lindun-Time": said["time"],
            "Lindun-Nonce": said["nonce"],
            "Lindun-Signature": signature,
        }

    def post(self, said: dict[str, Any] | bytes, **other: str) -> Any:
        body = said if isinstance(said, bytes) else json.dumps(said, ensure_ascii=False).encode()
        return self.deliver(body, self.headers(body, **other))

    def deliver(self, body: bytes, headers: dict[str, str]) -> Any:
        return Client().post(address(), body, content_type="application/json", headers=headers)


def address() -> str:
    return reverse("interface:orders")


def proposed(*, by: str = "officer") -> System:
    home = community()
    return actions.propose(cast.identity(by), name="报修平台", communities=[home], days=30)


def agreed(*, by: str = "general_manager") -> System:
    return actions.decide(cast.identity(by), system=proposed().pk, approve=True)


def sender() -> Sender:
    taken = actions.take(cast.identity("officer"), system=agreed().pk)
    return Sender(taken.system, taken.key)


def order(**other: str) -> dict[str, str]:
    """An order as the other system sends it: water in the owner's kitchen, for the counter clerk."""
    return {
        "number": "GD-2026-0117",
        "state": "open",
        "kind": "repair",
        "building": "3栋",
        "unit": "2",
        "room": "1201",
        "assignee": "counter",
        "summary": "厨房漏水",
    } | other
