"""Alibaba Cloud's number protection service (号码隐私保护, Dyplsapi), AXB bindings.

Source: the service's API reference, version 2017-05-25 (BindAxb, UnbindSubscription), and the RPC signature,
version 1.0: HMAC-SHA1 over method, path and the sorted, percent-encoded parameters (RFC 3986).
Parameters are posted, so that numbers stand in no address and no access log between us.
"""

from __future__ import annotations

import base64
import hmac
import json
import re
import secrets
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from socket import SHUT_RDWR
from threading import Timer
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from lindun import gate
from lindun.sharing.dial.provider import Connection, DialError

VERSION = "2017-05-25"
SECONDS = 6.0  # for the whole exchange
MOST_BYTES = 64 * 1024
FORM = "application/x-www-form-urlencoded"
PROVIDER_ZONE = ZoneInfo("Asia/Shanghai")
GONE = frozenset({"isv.SUBSID_NOT_EXIST", "isv.BIND_NOT_EXIST", "isv.RELATION_NOT_EXIST"})
_code = re.compile(r"[A-Za-z][A-Za-z0-9_.]{0,60}").fullmatch
_dialled = re.compile(r"\+?[0-9]{5,20}").fullmatch
_subscription = re.compile(r"[A-Za-z0-9_-]{1,40}").fullmatch


def percent_encoded(text: str) -> str:
    """Percent-encoded as RFC 3986 has it: letters, digits and `-_.~` stay."""
    return quote(text, safe="-_.~")


def canonical(parameters: Mapping[str, str]) -> str:
    """Parameters in order of their names, encoded; also what is posted."""
    return "&".join(
        f"{percent_encoded(name)}={percent_encoded(value)}" for name, value in sorted(parameters.items())
    )


def signature(parameters: Mapping[str, str], *, secret: str, method: str = "POST") -> str:
    """Base64 of HMAC-SHA1 under the secret and `&`, over method, `/` and the canonical parameters."""
    text = f"{method}&{percent_encoded('/')}&{percent_encoded(canonical(parameters))}"
    return base64.b64encode(hmac.digest(f"{secret}&".encode(), text.encode(), "sha1")).decode()


@dataclass(frozen=True)
class Alibaba:
    """One number pool of one account. The repr shows no secret."""

    endpoint: str
    pool: str
    key_id: str
    secret: str = field(repr=False)
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC), repr=False)

    def connect(self, *, caller: str, callee: gate.Revealed, until: datetime, reference: str) -> Connection:
        answer = self._ask(
            "BindAxb",
            {
                "PoolKey": self.pool,
                "PhoneNoA": caller,
                "PhoneNoB": "".join(filter(str.isdigit, callee.expose())),
                "Expiration": until.astimezone(PROVIDER_ZONE).strftime("%Y-%m-%d %H:%M:%S"),
                "IsRecordingEnabled": "false",
                "OutId": reference,
            },
        )
        bound = answer.get("SecretBindDTO")
        number, subscription = (
            (str(bound.get("SecretNo", "")), str(bound.get("SubsId", "")))
            if isinstance(bound, dict)
            else ("", "")
        )
        if not _dialled(number) or not _subscription(subscription):
            raise DialError("answer_not_understood")
        return Connection(number, subscription)

    def disconnect(self, connection: Connection) -> None:
        try:
            self._ask(
                "UnbindSubscription",
                {"PoolKey": self.pool, "SecretNo": connection.number, "SubsId": connection.subscription},
            )
        except DialError as error:
            if error.code not in GONE:
                raise

    def _ask(self, action: str, parameters: Mapping[str, str]) -> dict[str, Any]:
        """The provider's answer. Raises DialError for anything but its OK."""
        asked = self._common(action) | dict(parameters)
        asked["Signature"] = signature(asked, secret=self.secret)
        status, body = _post(self.endpoint, canonical(asked))
        try:
            answer = json.loads(body)
        except ValueError:
            raise DialError(f"http_{status}") from None
        code = str(answer.get("Code", "")) if isinstance(answer, dict) else ""
        if status != 200 or code != "OK":
            raise DialError(code if code != "OK" and _code(code) else f"http_{status}")
        return dict(answer)

    def _common(self, action: str) -> dict[str, str]:
        return {
            "Action": action,
            "Version": VERSION,
            "RegionId": "cn-hangzhou",
            "Format": "JSON",
            "AccessKeyId": self.key_id,
            "SignatureMethod": "HMAC-SHA1",
            "SignatureVersion": "1.0",
            "SignatureNonce": secrets.token_hex(16),
            "Timestamp": self.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }


def _post(endpoint: str, form: str) -> tuple[int, bytes]:
    """Status and body. A timer cuts the line: a server that drips bytes takes no longer than a silent one.

    Raises DialError.
    """
    where = urlsplit(endpoint)
    kind = HTTPSConnection if where.scheme == "https" else HTTPConnection
    connection = kind(where.hostname or "", where.port, timeout=SECONDS)
    deadline = time.monotonic() + SECONDS
    timer = Timer(SECONDS, _cut, [connection])
    timer.start()
    try:
        connection.request("POST", "/", body=form, headers={"Content-Type": FORM})
        response = connection.getresponse()
        body = response.read(MOST_BYTES)
    except (OSError, HTTPException):
        raise DialError("no_answer_in_time" if _is_late(deadline) else "not_reached") from None
    finally:
        timer.cancel()
        connection.close()
    if _is_late(deadline):
        raise DialError("no_answer_in_time")  # cut in the middle of the body
    return response.status, body


def _is_late(deadline: float) -> bool:
    return time.monotonic() >= deadline - 0.05


def _cut(connection: HTTPConnection) -> None:
    with suppress(OSError, AttributeError):  # closed meanwhile, or never opened
        connection.sock.shutdown(SHUT_RDWR)
