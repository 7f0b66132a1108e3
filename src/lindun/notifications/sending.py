"""Post one message to one robot, and to nothing else: bounded in time and size, no redirect, no proxy.

A service's own host must resolve to public addresses, and the connection goes to the address that was looked
at. Hosts that LINDUN_ROBOT_ORIGINS allows may be inside the house: whoever runs it has said so.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer
from urllib.parse import urlsplit

from django.conf import settings

from lindun.notifications.robots import Message, origin_of

WAIT_SECONDS = 4.0  # for each step: connecting, each piece of the answer
WHOLE_SECONDS = 8.0  # for all of it: an answer that trickles in must not hold the worker
MOST_BYTES = 64 * 1024


class SendFailed(Exception):
    """The message did not get through. `code` says why; neither address nor answer is in it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def post(message: Message) -> object:
    """Post it and return the answer read as JSON. Raises SendFailed."""
    try:
        with _connected(message.url) as connection:
            status, raw = _exchange(connection, message)
    except TimeoutError:
        raise SendFailed("timeout") from None
    except (OSError, http.client.HTTPException, ValueError):
        raise SendFailed("unreachable") from None
    if status != http.HTTPStatus.OK:
        raise SendFailed(f"http.{status}")
    if len(raw) > MOST_BYTES:
        raise SendFailed("unreadable")
    try:
        return json.loads(raw)
    except ValueError:
        raise SendFailed("unreadable") from None


def _exchange(connection: http.client.HTTPConnection, message: Message) -> tuple[int, bytes]:
    parts = urlsplit(message.url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    body = json.dumps(message.body, ensure_ascii=False).encode()
    cut = _Cut(connection.sock)
    try:
        connection.request("POST", target, body, {"Content-Type": "application/json; charset=utf-8"})
        answer = connection.getresponse()
        raw = answer.read(MOST_BYTES + 1)
    except (OSError, http.client.HTTPException):
        if cut.happened:
            raise TimeoutError from None
        raise
    finally:
        cut.cancel()
    if cut.happened:  # an answer that was cut short reads as one that ended
        raise TimeoutError
    return answer.status, raw


class _Cut:
    """Cuts the line when the whole takes too long: a socket's own limit begins anew with each byte."""

    def __init__(self, line: socket.socket) -> None:
        self.happened = False
        self._line = line
        self._timer = Timer(WHOLE_SECONDS, self._now)
        self._timer.daemon = True
        self._timer.start()

    def _now(self) -> None:
        self.happened = True
        with suppress(OSError):
            self._line.shutdown(socket.SHUT_RDWR)

    def cancel(self) -> None:
        self._timer.cancel()


@contextmanager
def _connected(url: str) -> Iterator[http.client.HTTPConnection]:
    parts = urlsplit(url)
    host = parts.hostname or ""
    secure = parts.scheme == "https"
    line = _line(host, parts.port or (443 if secure else 80), inside=origin_of(url) in settings.ROBOT_ORIGINS)
    try:
        if secure:
            line = ssl.create_default_context().wrap_socket(line, server_hostname=host)
        connection = http.client.HTTPConnection(parts.netloc)
        connection.sock = line
        yield connection
    finally:
        line.close()


def _line(host: str, port: int, *, inside: bool) -> socket.socket:
    """A connection to the address that was looked at: a name answered differently later is no way in."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(address[0]) for *_kind, address in found]
    if not inside and not all(ipaddress.ip_address(address).is_global for address in addresses):
        raise SendFailed("address.not_public")
    return socket.create_connection((addresses[0], port), WAIT_SECONDS)
