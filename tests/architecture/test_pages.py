"""Pages: the house keeps its rules, and each check finds a planted breach."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pytest
from tests.architecture import pages
from tests.architecture.source import PACKAGE, house, sample, templates

Check = Callable[[Mapping[str, str]], Iterator[str]]

CHECKS: list[Check] = [pages.inline, pages.plaintext, pages.untranslated, pages.remembered]
HTMX = "<head>{% htmx_script %}</head>"

BREACHES: list[tuple[Check, str]] = [
    (pages.inline, '<p style="color: red">x</p>'),
    (pages.inline, '<p class="a"\n   style = "color: red">x</p>'),
    (pages.inline, '<p class="{% if a > b %}x{% endif %}" style="{{ y }}">x</p>'),
    (pages.inline, "<style>p { color: red }</style>"),
    (pages.inline, "<script></script>"),
    (pages.inline, '<script src="a.js">go()</script>'),
    (pages.inline, '<a onclick="go()">x</a>'),
    (pages.inline, '<a hx-on:click="go()">x</a>'),
    (pages.inline, '<a href="javascript:go()">x</a>'),
    (pages.inline, "<a hx-vals='js:{a: 1}'>x</a>"),
    (pages.inline, '<link href="https://cdn.example/a.css">'),
    (pages.inline, '<img src="//cdn.example/a.png">'),
    (pages.inline, "{{ name|safe }}"),
    (pages.inline, "{{ name|upper | safe }}"),
    (pages.inline, "{% autoescape off %}{{ name }}{% endautoescape %}"),
    (pages.plaintext, "{{ opened.value.plaintext }}"),
    (pages.plaintext, "{{ opened.value.expose }}"),
    (pages.untranslated, "<p>查看</p>"),
    (pages.untranslated, "<p>x，y</p>"),
    (pages.remembered, HTMX),
    (pages.remembered, HTMX + '<body hx-history="false">'),
]

LAWFUL: list[tuple[Check, str]] = [
    (pages.inline, '<script src="{% static "a.js" %}" defer></script><p data-style="a">{{ safe }}</p>'),
    (pages.inline, "{# <p style='x'> #}{% comment %}<script>{% endcomment %}"),
    (pages.inline, '<a href="/account/">x</a><c-button hx-post="/x/">y</c-button>'),
    (pages.inline, '<script type="application/json" data-a="b">{"a": 1}</script>'),
    (pages.untranslated, "<button>简体中文</button>"),
    (pages.untranslated, "{# 查看 #}<p>{% translate 'Look' %} ·</p>"),
    (pages.remembered, HTMX + """<meta content='{"historyCacheSize": 0}'><body hx-history="false">"""),
]


def read() -> dict[str, str]:
    return {str(path.relative_to(PACKAGE)): path.read_text(encoding="utf-8") for path in templates()}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_house_keeps_it(check: Check) -> None:
    texts = read()
    assert any(name.endswith("base.html") for name in texts), "no base page: the templates are elsewhere"
    found = list(check(texts))
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("check", "text"), BREACHES)
def test_a_planted_breach_is_found(check: Check, text: str) -> None:
    assert len(list(check({"residents/card.html": text}))) == 1


@pytest.mark.parametrize(("check", "text"), LAWFUL)
def test_what_is_lawful_is_left_alone(check: Check, text: str) -> None:
    assert list(check({"residents/card.html": text})) == []


def test_the_revealing_component_shows_plaintext() -> None:
    assert list(pages.plaintext({"web/templates/cotton/revealed.html": "{{ value.plaintext }}"})) == []


def test_nothing_in_the_house_is_declared_safe_by_hand() -> None:
    found = list(pages.declared_safe(house()))
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        "def f(x):\n    return mark_safe(x)",
        "y = SafeString(x)",
        "from django.utils.safestring import mark_safe as m",
    ],
)
def test_a_string_declared_safe_is_found(text: str) -> None:
    assert len(list(pages.declared_safe([sample(text)]))) == 1


def test_the_exceptions_are_still_needed() -> None:
    texts = {module.name: module.text for module in house()}
    for name in pages.SAFE_ALLOWED:
        module, _, function = name.rpartition(".")
        assert f"def {function}(" in texts.get(module, ""), f"{name} is gone: take it off the list"
