"""Takes passwords out of what staff send, before any view sees it: no page can forget to ask."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase, QueryDict

from lindun.accounts.disclosure import clear
from lindun.organisation.middleware import is_signing_in

SECRET = re.compile(r"password|secret|token|code|pin$", re.IGNORECASE)  # fields that are there to hold one


class DisclosureMiddleware:
    """Every text that a member of staff sends, whatever the form, except to the pages of signing in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        who = getattr(request, "actor", None)
        if request.method == "POST" and who is not None and not is_signing_in(request.path):
            sent = {name: request.POST.getlist(name) for name in request.POST if not SECRET.search(name)}
            texts = {text: clear(who, text).text for values in sent.values() for text in values}
            if any(text != cleared for text, cleared in texts.items()):
                request.POST = _rewritten(request.POST, sent, texts)  # type: ignore[assignment]


def _rewritten(post: QueryDict, sent: dict[str, list[str]], texts: dict[str, str]) -> QueryDict:
    copy = post.copy()
    for name, values in sent.items():
        copy.setlist(name, [texts[value] for value in values])
    copy._mutable = False
    return copy
