"""Group robots: where each service takes messages, what they look like, how they are signed and answered.

Formats as the services document them publicly:

* WeCom (企业微信), 群机器人配置说明, developer.work.weixin.qq.com/document/path/91770
* DingTalk (钉钉), 自定义机器人安全设置, open.dingtalk.com: HMAC-SHA-256 over "milliseconds LF secret" under
  the secret, in base64, as a parameter of the address
* Feishu (飞书), 自定义机器人使用指南, open.feishu.cn: HMAC-SHA-256 over nothing under "seconds LF secret", in
  base64, in the body
"""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lindun.notifications import kinds

TOKEN = re.compile(r"[0-9A-Za-z_-]{8,128}")
PRINTABLE = re.compile(r"[!-~]{1,400}")


class RobotKind(models.TextChoices):
    """A service whose groups have robots."""

    WECOM = "wecom", gettext_lazy("WeCom")
    DINGTALK = "dingtalk", gettext_lazy("DingTalk")
    FEISHU = "feishu", gettext_lazy("Feishu")


class BadAddress(Exception):
    """This is no webhook address of the service; the text says what one looks like, not what was typed."""


class Refused(Exception):
    """The service took the message and turned it down, or answered something else than its answer."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Service:
    """Where a service takes messages: `lead` ends where a robot's token begins; `verdict` names the code."""

    origin: str
    lead: str
    verdict: tuple[str, ...]

    @property
    def example(self) -> str:
        return f"{self.origin}{self.lead}…"


SERVICES: dict[str, Service] = {
    RobotKind.WECOM: Service("https://qyapi.weixin.qq.com", "/cgi-bin/webhook/send?key=", ("errcode",)),
    RobotKind.DINGTALK: Service("https://oapi.dingtalk.com", "/robot/send?access_token=", ("errcode",)),
    RobotKind.FEISHU: Service("https://open.feishu.cn", "/open-apis/bot/v2/hook/", ("code", "StatusCode")),
}


@dataclass(frozen=True)
class Message:
    """What is posted where. The repr shows neither: the address is a credential."""

    url: str
    body: Mapping[str, Any]

    def __repr__(self) -> str:
        return "Message()"


def check_address(kind: str, address: str) -> None:
    """An address of this service, on its own host or one that LINDUN_ROBOT_ORIGINS allows. Raises BadAddress.

    Nothing of it is free but host and token, so that no robot can be made to post to something else.
    """
    service = SERVICES[kind]
    origin = origin_of(address)
    token = address.removeprefix(f"{origin}{service.lead}")
    if (
        origin not in {service.origin, *settings.ROBOT_ORIGINS}
        or not address.startswith(f"{origin}{service.lead}")
        or not TOKEN.fullmatch(token)
    ):
        raise BadAddress(
            _("The address of such a robot looks like this: %(address)s") % {"address": service.example}
        )


def origin_of(address: str) -> str:
    """Scheme, host and port as written; empty when the address is none at all."""
    if not PRINTABLE.fullmatch(address):
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"


def message(kind: str, address: str, secret: str, text: str, *, at: float) -> Message:
    """The text as this service wants it. secret: empty where the robot signs nothing; at: Unix seconds."""
    if kind == RobotKind.DINGTALK:
        return _dingtalk(address, secret, text, milliseconds=str(round(at * 1000)))
    if kind == RobotKind.FEISHU:
        return _feishu(address, secret, text, seconds=str(round(at)))
    return Message(address, {"msgtype": "text", "text": {"content": text}})


def _dingtalk(address: str, secret: str, text: str, *, milliseconds: str) -> Message:
    body = {"msgtype": "text", "text": {"content": text}, "at": {"isAtAll": False}}
    if not secret:
        return Message(address, body)
    sign = _hmac(key=secret, over=f"{milliseconds}\n{secret}")
    return Message(f"{address}&timestamp={milliseconds}&sign={quote(sign, safe='')}", body)


def _feishu(address: str, secret: str, text: str, *, seconds: str) -> Message:
    body = {"msg_type": "text", "content": {"text": text}}
    if not secret:
        return Message(address, body)
    return Message(
        address, {"timestamp": seconds, "sign": _hmac(key=f"{seconds}\n{secret}", over=""), **body}
    )


def _hmac(*, key: str, over: str) -> str:
    return base64.b64encode(hmac.digest(key.encode(), over.encode(), "sha256")).decode()


def check_answer(kind: str, answer: object) -> None:
    """Whether the service took it: status 200 alone says nothing. Raises Refused."""
    said = answer if isinstance(answer, dict) else {}
    code = next((said[name] for name in SERVICES[kind].verdict if name in said), None)
    if not isinstance(code, int):
        raise Refused("unreadable")
    if code != 0:
        raise Refused(f"refused.{code}")


def text_of(kind: str, reference: str, url: str) -> str:
    """What a group reads: which house, what, which number, and the way there. Nothing else is known here."""
    with translation.override(settings.LANGUAGE_CODE):
        return f"{_said_by()}{kinds.sentence(kind, reference)}\n{settings.PUBLIC_ADDRESS}{url}"


def trial_text() -> str:
    with translation.override(settings.LANGUAGE_CODE):
        words = _("This is a test: notifications will arrive in this group.")
        return f"{_said_by()}{words}\n{settings.PUBLIC_ADDRESS}"


def _said_by() -> str:
    """The product's name stands in every message, for robots that only pass messages with a keyword."""
    return f"【{_('Lindun')}】"


def known_kinds(codes: Iterable[str]) -> list[str]:
    return [code for code in codes if code in set(kinds.Kind)]
