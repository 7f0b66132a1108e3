"""The context processor of the shell. Lazy: fragments and error pages ask for nothing they do not show."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from lindun.web import advice, bell, levels, navigation, viewer


def shell(request: HttpRequest) -> dict[str, Any]:
    sections = SimpleLazyObject(lambda: navigation.sections(request))
    return {
        "viewer": SimpleLazyObject(lambda: viewer.of(request)),
        "advice": SimpleLazyObject(lambda: advice.of(request)),
        "bell": SimpleLazyObject(lambda: bell.of(request)),
        "navigation": sections,
        "pocket": SimpleLazyObject(lambda: navigation.pocket(sections)),
        "level_scheme": SimpleLazyObject(levels.scheme),
        "search_box": SimpleLazyObject(lambda: navigation.search_box(request)),
        "page_time": timezone.localtime(),
        "languages": settings.LANGUAGES,
        "request_id": getattr(request, "request_id", ""),
    }
