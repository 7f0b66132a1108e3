"""The register holds 140 requirements and refuses to load when one is damaged."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from lindun.evidence import register

Damage = Callable[[str], str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with as_file(files("lindun.evidence") / "requirements") as shipped:
        return Path(shutil.copytree(shipped, tmp_path / "requirements"))


def damage(folder: Path, name: str, change: Damage) -> None:
    file = folder / name
    before = file.read_text(encoding="utf-8")
    after = change(before)
    assert after != before, "the planted damage changed nothing"
    file.write_text(after, encoding="utf-8")


def test_the_shipped_register_holds_140_requirements_in_16_chapters() -> None:
    loaded = register.load()
    assert len(loaded.requirements) == len(loaded.ids) == 140
    assert {c.id: len(c.requirements) for c in loaded.chapters} == dict(register.CHAPTERS)


def test_a_requirement_is_found_by_its_id() -> None:
    masked = register.load().get("STO-03")
    assert masked.chapter == "STO"
    assert "打码" in masked.rule_zh
    assert any("138****5678" in value for value in masked.values)


def test_an_unknown_id_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        register.load().get("STO-99")


def test_every_requirement_is_said_in_both_languages() -> None:
    for requirement in register.load().requirements:
        assert any("\u4e00" <= sign <= "\u9fff" for sign in requirement.rule_zh), requirement.id
        assert requirement.rule.endswith("."), requirement.id
        assert requirement.acceptance.endswith("."), requirement.id


def test_no_two_requirements_share_a_sentence() -> None:
    entries = register.load().requirements
    for field in ("rule", "rule_zh", "acceptance"):
        assert len({getattr(entry, field) for entry in entries}) == 140, field


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("GOV.toml", lambda text: text.replace('id = "GOV-03"', 'id = "GOV-02"'), "each once"),
        ("GOV.toml", lambda text: text.rsplit("[[requirement]]", 1)[0], "GOV-01 to GOV-10"),
        ("AUD.toml", lambda text: text.replace('id = "AUD-05"', 'id = "AUD-5"'), "two digits"),
        ("STO.toml", lambda text: text.replace('id = "STO"\n', 'id = "USE"\n', 1), "must have the id STO"),
        ("LEG.toml", lambda text: text.replace("acceptance =", "accepted =", 1), "missing or unknown"),
        ("LEG.toml", lambda text: text.replace('term = "六不准"', 'term = " "'), "LEG-06: term"),
        (
            "RES.toml",
            lambda text: text.replace('values = ["no hidden address"]', "values = [1]"),
            "RES-04: values",
        ),
        ("RES.toml", lambda text: text.replace("PIPL 50", "PIPA 50"), "PIPA"),
        ("RES.toml", lambda text: text.replace("PIPL 50", "see PIPL"), "see PIPL"),
        ("DES.toml", lambda text: text + "\n[[", "DES.toml"),
        ("sources.toml", lambda text: text.replace('checked = "text"', 'checked = "sure"', 1), "checked"),
        ("sources.toml", lambda text: text.replace('id = "NDSR"', 'id = "PIPL"'), "twice"),
        ("sources.toml", lambda text: text.replace('id = "NDSR"', 'id = "NDS"'), "NDSR"),
    ],
)
def test_damage_is_refused_by_name(folder: Path, name: str, change: Damage, message: str) -> None:
    damage(folder, name, change)
    with pytest.raises(register.RegisterError, match=message):
        register.read(folder)


def test_a_chapter_nobody_knows_is_refused(folder: Path) -> None:
    (folder / "XYZ.toml").write_text("", encoding="utf-8")
    with pytest.raises(register.RegisterError, match=r"XYZ\.toml"):
        register.read(folder)


def test_a_missing_chapter_is_refused(folder: Path) -> None:
    (folder / "DES.toml").unlink()
    with pytest.raises(register.RegisterError, match=r"DES\.toml"):
        register.read(folder)
