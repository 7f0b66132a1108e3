"""Documents are kept like code: links lead somewhere, decisions have parts, words are the glossary's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest
from tests.architecture import words
from tests.architecture.source import PACKAGE, ROOT
from tests.architecture.words import Message

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)")
ROW = re.compile(r"^\| (?P<english>[^|]+?) \| (?P<chinese>[^|]+?) \| [^|]+ \|$", re.MULTILINE)
ADR_PARTS = (
    "- Status:",
    "- Date:",
    "## Context and problem",
    "## Considered options",
    "## Decision",
    "## Conseq",
)
HEADER = {"English", "---"}


def documents() -> dict[Path, str]:
    paths = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return {path: path.read_text(encoding="utf-8") for path in sorted(paths)}


def dead_links(texts: Mapping[Path, str]) -> Iterator[str]:
    for path, text in texts.items():
        for target in LINK.findall(text):
            if not (path.parent / target).exists():
                yield f"{path.name}: {target} leads nowhere"


def broken_decisions(texts: Mapping[str, str]) -> Iterator[str]:
    """Find ADRs without one of their parts, and gaps or repeats in their numbers."""
    for name, text in texts.items():
        yield from (f"{name}: no {part!r}" for part in ADR_PARTS if part not in text)
        if f"# {'NNNN' if name.startswith('0000') else name[:4]}. " not in text:
            yield f"{name}: its title does not begin with its number"
    if [int(name[:4]) for name in sorted(texts)] != list(range(len(texts))):
        yield "the numbers of the decisions have gaps or repeats"


def glossary(text: str) -> list[tuple[str, list[str]]]:
    rows = [(row["english"], row["chinese"].split("/")) for row in ROW.finditer(text)]
    return [(english, chinese) for english, chinese in rows if english not in HEADER and "---" not in english]


def ambiguous(entries: Iterable[tuple[str, list[str]]]) -> Iterator[str]:
    """Find words that stand for two things."""
    seen: set[str] = set()
    for english, chinese in entries:
        for word in (english, *chinese):
            if word in seen:
                yield f"{word} stands there twice"
            seen.add(word)


def other_words(
    entries: Iterable[tuple[str, list[str]]], translations: Mapping[Message, tuple[str, ...]]
) -> Iterator[str]:
    """Find messages that are a term of the glossary and are translated by another word."""
    terms = dict(entries)
    for message, said in sorted(translations.items()):
        chinese = terms.get(message.id.lower())
        if chinese and not any(word in text for word in chinese for text in said):
            yield f"{message.id!r} is {said[0]!r} in the interface and {'/'.join(chinese)!r} in the glossary"


def decisions() -> dict[str, str]:
    return {path.name: text for path, text in documents().items() if path.parent.name == "adr"}


def terms() -> list[tuple[str, list[str]]]:
    return glossary((ROOT / "docs/reference/glossary.md").read_text(encoding="utf-8"))


def test_links_lead_somewhere() -> None:
    texts = documents()
    assert len(texts) > 10
    assert list(dead_links(texts)) == []


def test_decisions_have_their_parts() -> None:
    assert len(decisions()) >= 10
    assert list(broken_decisions(decisions())) == []


def test_no_two_threats_share_a_number() -> None:
    text = (ROOT / "docs" / "THREAT_MODEL.md").read_text(encoding="utf-8")
    numbers = re.findall(r"^\| (T\d+[a-z]?) \|", text, re.MULTILINE)
    assert len(numbers) > 20
    assert sorted(set(numbers)) == sorted(numbers)


def test_the_glossary_has_one_word_for_one_thing() -> None:
    assert len(terms()) > 50
    assert list(ambiguous(terms())) == []


def test_the_interface_speaks_the_words_of_the_glossary() -> None:
    catalogues = sorted(PACKAGE.glob("*/locale/zh_Hans/LC_MESSAGES/*.po"))
    assert list(other_words(terms(), words.catalogue(catalogues))) == []


def test_a_dead_link_is_found(tmp_path: Path) -> None:
    (tmp_path / "there.md").write_text("")
    text = "[a](there.md#part) [b](gone.md) [c](https://example.org/x) [d](#here)"
    assert len(list(dead_links({tmp_path / "a.md": text}))) == 1


def test_a_decision_without_consequences_is_found() -> None:
    good = decisions()["0005-verifier-shares-no-code.md"]
    first = decisions()["0000-template.md"]
    bad = good.replace("## Consequences", "## Thoughts").replace("# 0005", "# 0001")
    assert len(list(broken_decisions({"0000-template.md": first, "0001-x.md": bad}))) == 1


@pytest.mark.parametrize("name", ["0002-x.md", "0000-y.md"])
def test_a_gap_or_repeat_in_the_numbers_is_found(name: str) -> None:
    first = decisions()["0000-template.md"]
    assert "gaps" in list(broken_decisions({"0000-template.md": first, name: first}))[-1]


def test_a_word_for_two_things_is_found() -> None:
    assert len(list(ambiguous([("ledger", ["账本"]), ("book", ["账本"])]))) == 1
    assert len(list(ambiguous([("ledger", ["账本"]), ("ledger", ["台账"])]))) == 1


def test_another_word_in_the_interface_is_found() -> None:
    said = {Message("Ledger"): ("日志",), Message("Task"): ("新任务",)}
    assert len(list(other_words([("ledger", ["账本"]), ("task", ["任务"])], said))) == 1
