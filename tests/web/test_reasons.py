"""Codes become sentences and ways on; every code of the gate has words."""

import re
from pathlib import Path

import lindun
from lindun.web import reasons
from lindun.web.words import SENTENCES, WAYS

CODE = re.compile(r'"([a-z]+\.[a-z_]+)"')
SOURCES = ("gate/conditions.py", "core/policy/rules.py")


def _codes_of_the_gate() -> set[str]:
    root = Path(lindun.__file__).parent
    return {code for source in SOURCES for code in CODE.findall((root / source).read_text("utf-8"))}


def test_every_code_of_the_gate_has_words():
    codes = _codes_of_the_gate()
    assert len(codes) > 20
    assert codes - set(SENTENCES) - set(WAYS) == set()


def test_a_refusal_says_why_and_where_to_go():
    reasons.register_way("test.way", "Ask for %(item)s", lambda facts: f"/ask/{facts['item']}/")
    reasons.register_sentence("test.reason", "%(purpose)s does not need %(item)s.")
    told = reasons.explain(["test.reason"], ["test.way"], {"purpose": "Repair", "item": "phone"})
    assert told.sentences == ("Repair does not need phone.",)
    assert [(way.label, way.url) for way in told.ways] == [("Ask for phone", "/ask/phone/")]


def test_a_missing_fact_is_a_gap_and_an_unknown_code_is_a_sentence():
    reasons.register_sentence("test.gap", "%(item)s is closed.")
    told = reasons.explain(["test.gap", "test.nobody_registered_this"])
    assert told.sentences[0] == "… is closed."
    assert told.sentences[1]
    assert reasons.without_words(["test.nobody_registered_this"]) == {"test.nobody_registered_this"}
