"""A local server in place of the three services: it checks what it is sent as their documents say."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

SECRET = "SEC0f1e2d3c4b5a69788796a5b4c3d2e1f0"
TOKEN = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
PATHS = {
    "wecom": f"/cgi-bin/webhook/send?key={TOKEN}",
    "dingtalk": f"/robot/send?access_token={TOKEN}",
    "feishu": f"/open-apis/bot/v2/hook/{TOKEN}",
}
Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Group:
    """The groups behind the server: what arrived, as it was sent, and how to answer from now on."""

    origin: str
    raw: list[bytes] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    answer: Answer | None = None

    def address(self, kind: str) -> str:
        return self.origin + PATHS[kind]


def verdict(path: str, body: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """What the service would answer, and the text it would show."""
    parts = urlsplit(path)
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if parts.path == "/cgi-bin/webhook/send":
        return _wecom(asked, body)
    if parts.path == "/robot/send":
        return _dingtalk(asked, body)
    if parts.path.startswith("/open-apis/bot/v2/hook/"):
        return _feishu(parts.path.rpartition("/")[2], body)
    return {"errcode": 404}, ""


def _wecom(asked: dict[str, str], body: dict[str, Any]) -> tuple[dict[str, Any], str]:
    if asked.get("key") != TOKEN:
        return {"errcode": 93000, "errmsg": "invalid webhook url"}, ""
    if body.get("msgtype") != "text" or len(body["text"]["content"].encode()) > 2048:
        return {"errcode": 40008, "errmsg": "invalid message type"}, ""
    return {"errcode": 0, "errmsg": "ok"}, body["text"]["content"]


def _dingtalk(asked: dict[str, str], body: dict[str, Any]) -> tuple[dict[str, Any], str]:
    if asked.get("access_token") != TOKEN:
        return {"errcode": 300001, "errmsg": "token is not exist"}, ""
    over = f"{asked.get('timestamp', '')}\n{SECRET}".encode()
    sign = base64.b64encode(hmac.new(SECRET.encode(), over, hashlib.sha256).digest()).decode()
    if asked.get("sign") != sign or len(asked["timestamp"]) != 13:
        return {"errcode": 310000, "errmsg": "sign not match"}, ""
    if body.get("msgtype") != "text":
        return {"errcode": 400105, "errmsg": "unsupported msgtype"}, ""
    return {"errcode": 0, "errmsg": "ok"}, body["text"]["content"]


def _feishu(token: str, body: dict[str, Any]) -> tuple[dict[str, Any], str]:
    if token != TOKEN:
        return {"code": 19001, "msg": "param invalid: incoming webhook access token invalid"}, ""
    key = f"{body.get('timestamp', '')}\n{SECRET}".encode()
    sign = base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()
    if body.get("sign") != sign or len(body["timestamp"]) != 10:
        return {"code": 19021, "msg": "sign match fail or timestamp is not within one hour"}, ""
    if body.get("msg_type") != "text":
        return {"code": 9499, "msg": "Bad Request", "data": {}}, ""
    return {"code": 0, "msg": "success", "data": {}, "StatusCode": 0, "StatusMessage": "success"}, body[
        "content"
    ]["text"]


@contextmanager
def running() -> Iterator[Group]:
    """The server, for as long as the block lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    group = Group(f"http://127.0.0.1:{server.server_port}")
    server.group = group  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield group
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        group: Group = self.server.group  # type: ignore[attr-defined]
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        group.raw.append(f"{self.path}\n{self.headers}".encode() + raw)
        if group.answer is not None:
            group.answer(self)
            return
        said, text = verdict(self.path, json.loads(raw))
        if text:
            group.texts.append(text)
        reply(self, 200, json.dumps(said).encode())

    def log_message(self, *_said: object) -> None:
        """Quiet."""


def reply(handler: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
