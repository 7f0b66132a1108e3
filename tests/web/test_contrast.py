"""Text and its ground differ by 4.5 to 1, edges of controls by 3 to 1, computed from the tokens (WCAG)."""

import re
from pathlib import Path

import pytest

import lindun

CSS = Path(lindun.__file__).parent / "web/static/web/css"
TOKENS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (CSS / "tokens.css").read_text("utf-8")))
TEXT = [
    *[
        (ink, ground)
        for ink in ("ink", "ink-2", "ink-3", "green-700")
        for ground in ("card", "paper", "wash")
    ],
    *[(level, f"{level}-wash") for level in ("red", "orange", "blue")],
    *[(level, "card") for level in ("red", "orange", "blue")],
    ("card", "green-700"),
    ("card", "green-800"),
    ("green-900", "green-100"),
    ("green-800", "green-100"),
    ("ink-3", "green-50"),
    ("dark-ink", "green-950"),
    ("dark-ink-2", "green-950"),
    ("dark-ink", "green-800"),
]
EDGES = [("edge", "card"), ("green-600", "card"), ("green-600", "paper")]


def _light(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    bright, dark = sorted((_light(TOKENS[one]), _light(TOKENS[other])), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(ink, ground):
    assert _contrast(ink, ground) >= 4.5


@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_of_controls_can_be_seen(edge, ground):
    assert _contrast(edge, ground) >= 3


def test_colours_are_named_in_the_tokens_alone():
    loose = {
        sheet.name: found
        for sheet in CSS.glob("*.css")
        if sheet.name != "tokens.css"
        and (found := re.findall(r"#[0-9a-fA-F]{3,8}\b", sheet.read_text("utf-8")))
    }
    assert loose == {}
