"""A number-protection service on this machine: it checks signatures as the real one documents them.

The check is written apart from the adapter: it takes the body as it came, in the order of its bytes.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

KEY_ID, SECRET, POOL = "testKeyId", "testKeySecret", "FC1000001"
MIDDLE = "17000000001"


@dataclass
class Service:
    """What the service was asked, and how it is to answer next: "ok" or a kind of trouble."""

    endpoint: str = ""
    mood: str = "ok"
    asked: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    nonces: set[str] = field(default_factory=set)

    def of(self, action: str) -> list[dict[str, str]]:
        return [asked for asked in self.asked if asked["Action"] == action]

    @property
    def bound(self) -> set[str]:
        """Subscriptions that were made and not undone."""
        return {one["OutId"] for one in self.of("BindAxb")} - {
            one["SubsId"] for one in self.of("UnbindSubscription")
        }


def _encoded(text: str) -> str:
    plain = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~"
    return "".join(chr(byte) if byte in plain else f"%{byte:02X}" for byte in text.encode())


def rightly_signed(form: dict[str, str]) -> bool:
    """HMAC-SHA1 over POST, / and what was asked, in the order of names (RPC signature 1.0)."""
    names = sorted(name for name in form if name != "Signature")
    query = "&".join(f"{_encoded(name)}={_encoded(form[name])}" for name in names)
    digest = hmac.new((SECRET + "&").encode(), f"POST&%2F&{_encoded(query)}".encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode() == form.get("Signature")


def _answer(service: Service, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
    if form.get("AccessKeyId") != KEY_ID or not rightly_signed(form):
        return 400, {"Code": "SignatureDoesNotMatch", "Message": "the signature does not match"}
    if form["SignatureNonce"] in service.nonces:
        return 400, {"Code": "SignatureNonceUsed", "Message": "used before"}
    service.nonces.add(form["SignatureNonce"])
    service.asked.append(form)
    if service.mood == "refuses":
        quoted = f"no number is left for {form.get('PhoneNoB')}"  # as real ones do: it must go no further
        return 200, {"Code": "isv.NO_AVAILABLE_NUMBER", "Message": quoted}
    if form["Action"] == "UnbindSubscription":
        return 200, {"Code": "OK", "Message": "OK"}
    bound = {"SecretNo": MIDDLE, "SubsId": form["OutId"]}
    if service.mood == "odd":
        bound = {"SecretNo": "javascript:alert(1)", "SubsId": form["OutId"]}
    return 200, {"Code": "OK", "Message": "OK", "SecretBindDTO": bound}


class _Handler(BaseHTTPRequestHandler):
    server: Any

    def do_POST(self) -> None:
        service: Service = self.server.service
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        service.paths.append(self.path)
        if service.mood == "hangs":
            self.server.let_go.wait(30)
            return
        if service.mood == "drips":
            self._drip()
            return
        status, answer = _answer(service, dict(parse_qsl(body, keep_blank_values=True)))
        raw = json.dumps(answer).encode()
        if service.mood == "fails":
            status, raw = 500, b"<html>oops</html>"
        self.send_response(status)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def _drip(self) -> None:
        """A byte at a time, for ever."""
        self.connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n")
        while not self.server.let_go.wait(0.2):
            try:
                self.connection.sendall(b" ")
            except OSError:
                return

    def log_message(self, *_args: object) -> None:
        """Quiet."""


@contextmanager
def running() -> Iterator[Service]:
    """The service on a free port of this machine."""
    service = Service()
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.service, server.let_go = service, threading.Event()
    service.endpoint = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield service
    finally:
        server.let_go.set()
        server.shutdown()
        server.server_close()
        thread.join()


def nobody_there() -> str:
    """An endpoint where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"
