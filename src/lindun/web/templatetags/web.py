"""`{% load web %}`: icons, times, levels."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

import lucide
from django import template
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lindun.core.marking import DEFAULT_SCHEME
from lindun.web import dates, levels

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, size: int = 16) -> SafeString:
    """One stroke style for all icons. Hidden from screen readers: an icon never stands without a word."""
    svg = lucide._render_icon(name, size, **{"class": "icon", "aria-hidden": "true", "focusable": "false"})
    return mark_safe(svg)  # noqa: S308 the drawing comes from the package, the name from our templates


@register.filter
def when(moment: datetime | date | None) -> SafeString | str:
    """今天 10:42 with the full time on hover; a date without a time gives its word alone."""
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        words = dates.moment_in_words(moment, timezone.now())
        return format_html(
            '<time datetime="{}" title="{}">{}</time>', moment.isoformat(), dates.in_full(moment), words
        )
    words = dates.day_in_words(moment, timezone.localdate())
    return format_html('<time datetime="{0}" title="{0}">{1}</time>', moment.isoformat(), words)


@register.filter
def listed(words: Iterable[object]) -> str:
    """Words in a row, parted as the language does it: 3栋、5栋."""
    return _(", ").join(str(word) for word in words)


@register.simple_tag(takes_context=True)
def level(context: Context, step: int, name: str = "") -> SafeString:
    """The badge of a level in the company's words; `<c-level>` is the same as a component."""
    shown = name or levels.word(int(step), str(context.get("level_scheme") or DEFAULT_SCHEME))
    return format_html('<span class="level level--{}">{}</span>', int(step), shown)


@register.filter
def qr(svg: str) -> SafeString:
    """The QR drawing of the sign-in package, without its XML head and fixed size, for use inside the page."""
    body = re.sub(r"^.*?(?=<svg)", "", svg, flags=re.DOTALL)
    body = re.sub(r'(<svg[^>]*?) width="[^"]*" height="[^"]*"', r"\1", body, count=1)
    return mark_safe(body)  # noqa: S308 drawn by our own process from the account's secret
