"""House rule: pages carry no inline script or style, escape everything, and load nothing from elsewhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence

from tests.architecture.shape import functions
from tests.architecture.source import Module

COMMENT = re.compile(r"\{#.*?#\}|\{% *comment\b.*?%\}.*?\{% *endcomment *%\}|<!--.*?-->", re.DOTALL)
TAG = re.compile(r"<[a-zA-Z](?:\{%.*?%\}|\{\{.*?\}\}|\"[^\"]*\"|'[^']*'|[^>\"'])*>", re.DOTALL)
CJK = re.compile(r"[\u3400-\u9fff\uff00-\uffef]")

IN_TAG = {
    "an inline style": re.compile(r"\sstyle\s*="),
    "an inline handler": re.compile(r"\s(on[a-z]+|hx-on[:\w-]*)\s*="),
    "script in an attribute": re.compile(r"=\s*[\"']\s*(javascript|js):"),
    "a script without a file": re.compile(r"^<script(?![^>]*\s(src=|type=.application/json))"),
    "a style sheet in the page": re.compile(r"^<style\b"),
    "something from elsewhere": re.compile(r"\s(src|srcset|href|data)\s*=\s*[\"']\s*(https?:)?//"),
}
ANYWHERE = {
    "output that is not escaped": re.compile(r"\|\s*(safe|safeseq)\b|\{%\s*autoescape\s+off"),
    "text between script tags": re.compile(r"<script(?![^>]*\stype=.application/json)[^>]*>\s*[^<\s]"),
}
OPENED = re.compile(r"\.(plaintext|expose)\b")
OPENS = "cotton/revealed.html"
OWN_NAME = "简体中文"  # a language is listed under its own name, whatever the language of the page
SAFE_ALLOWED = {
    "lindun.web.templatetags.web.icon": "the drawing comes from the icon package",
    "lindun.web.templatetags.web.qr": "the drawing comes from the QR package",
}
"""Functions that may call a string safe, each with its reason."""


def inline(pages: Mapping[str, str]) -> Iterator[str]:
    """Find inline script and style, unescaped output and addresses of other hosts."""
    for name, text in pages.items():
        bare = COMMENT.sub("", text)
        for tag in TAG.findall(bare):
            yield from (f"{name}: {what}: {tag[:60]}" for what, sign in IN_TAG.items() if sign.search(tag))
        yield from (f"{name}: {what}" for what, sign in ANYWHERE.items() if sign.search(bare))


def plaintext(pages: Mapping[str, str]) -> Iterator[str]:
    """Find templates that show an opened value besides the one component made for it."""
    for name, text in pages.items():
        if not name.endswith(OPENS) and OPENED.search(COMMENT.sub("", text)):
            yield f"{name}: shows plaintext; use the component {OPENS}"


def untranslated(pages: Mapping[str, str]) -> Iterator[str]:
    """Find Chinese words in templates: message ids are English, translations are in the locale folder."""
    for name, text in pages.items():
        if found := CJK.search(COMMENT.sub("", text).replace(OWN_NAME, "")):
            yield f"{name}: {found.group()!r} is not translatable"


def remembered(pages: Mapping[str, str]) -> Iterator[str]:
    """Find pages that load htmx and let it keep snapshots in the browser's storage."""
    for name, text in pages.items():
        loads_htmx = re.search(r"\{%\s*htmx_script|htmx(\.min)?\.js", text)
        forgets = 'hx-history="false"' in text and '"historyCacheSize": 0' in text
        if loads_htmx and not forgets:
            yield f"{name}: htmx keeps snapshots of this page"


def declared_safe(modules: Sequence[Module]) -> Iterator[str]:
    """Find strings declared safe by hand; format_html escapes its arguments and is fine."""
    for module in modules:
        inside = {id(part): name for name, node in functions(module) for part in ast.walk(node)}
        for name, call in module.calls():
            if name in {"mark_safe", "SafeString", "SafeText"}:
                where = inside.get(id(call), module.name)
                if where not in SAFE_ALLOWED:
                    yield f"{where}:{call.lineno}: {name}()"
        for _, name, bound, line in module.imports():
            if name in {"mark_safe", "SafeString"} and bound != name:
                yield f"{module.name}:{line}: {name} under another name"
