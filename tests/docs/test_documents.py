"""What the documents tell people to do can be done: commands, targets, settings, exit codes, links."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import typer.main
from typer.core import TyperGroup as Group

from lindun.cli import detect, doctor, keys, ledger, main, processes, residents
from lindun.residents import words
from lindun.verifier import __main__ as verifier
from tests.architecture.source import PACKAGE, ROOT
from tests.architecture.test_documents import dead_links
from tests.architecture.test_portable import index_addresses, machine_paths, places

FENCE = re.compile(r"^ *```(?P<language>\w*)\n(?P<text>.*?)^ *```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
PROGRAM = re.compile(r"^(?:\S*/)?(?:lindun|python -m lindun\.cli)(?= |$)")
TARGET = re.compile(r"\bmake (?P<name>[a-z]+)")
RULE = re.compile(r"^(?P<name>[a-z]+):", re.MULTILINE)
VARIABLE = re.compile(r"\"(LINDUN_[A-Z_]+)\"")
SETTING = re.compile(r"^\| `(LINDUN_[A-Z_]+)` \|", re.MULTILINE)
CODE = re.compile(r"^\| (?P<code>\d) \| ", re.MULTILINE)
FIRST_CELL = re.compile(r"^\| `(?P<code>[^`]+)` \|", re.MULTILINE)
REFERENCE = re.compile(r"docs/[a-z]+/[a-z0-9_-]+\.md")

READMES = ("README.md", "README.zh-CN.md")
EXIT_CODES = {"INTACT": 0, "FINDINGS": 1, "FOUND": 1, "WRONG": 1, "USAGE": 2, "CANNOT_RUN": 3}
CLI: Any = typer.main.get_command(main.app)


def documents() -> dict[str, str]:
    paths = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in sorted(paths)}


def code(text: str) -> Iterator[str]:
    """Each line of shell in a document, and each piece of code inside a sentence."""
    for block in FENCE.finditer(text):
        if block["language"] == "sh":
            yield from block["text"].replace("\\\n", " ").splitlines()
    yield from INLINE.findall(FENCE.sub("", text))


def command_lines(text: str) -> Iterator[list[str]]:
    """The words of each call of our program, without its name."""
    for line in code(text):
        for part in re.split(r"\$\(|&&|;|\|", line):
            words_ = (
                shlex.split(part, comments=True) if part.count("'") % 2 == 0 == part.count('"') % 2 else []
            )
            while words_ and re.fullmatch(r"[A-Z_]+=\S*", words_[0]):
                words_.pop(0)
            if words_ and PROGRAM.match(" ".join(words_)):
                yield words_[words_.index("-m") + 2 :] if "-m" in words_ else words_[1:]


def misused(arguments: list[str]) -> str:
    """Say what is wrong with a command line, or nothing. Abbreviated ones may lack their arguments."""
    command = CLI
    rest = list(arguments)
    while isinstance(command, Group) and rest and not rest[0].startswith("-"):
        name = rest.pop(0)
        if name not in command.commands:
            return f"there is no command {name!r}"
        command = command.commands[name]
    known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    unknown = [word for word in rest if word.startswith("-") and word.partition("=")[0] not in known]
    return f"{command.name} has no option {unknown[0]}" if unknown else ""


def variables(sources: Mapping[str, str]) -> set[str]:
    return {name for text in sources.values() for name in VARIABLE.findall(text)}


def sources(root: Path = PACKAGE) -> dict[str, str]:
    return {str(path): path.read_text(encoding="utf-8") for path in sorted(root.rglob("*.py"))}


def undocumented(settings: set[str], text: str) -> set[str]:
    """Settings that a table lacks, and those it has that nothing reads."""
    return settings ^ set(SETTING.findall(text))


def test_every_command_line_of_the_documents_exists() -> None:
    said = [(name, line) for name, text in documents().items() for line in command_lines(text)]
    assert len(said) > 60
    assert [f"{name}: {' '.join(line)}: {wrong}" for name, line in said if (wrong := misused(line))] == []


def test_the_reference_names_every_command_and_option() -> None:
    text = documents()["docs/reference/commands.md"]
    missing = [name for name, command in _commands(CLI, ()) if f"`lindun {name}" not in text]
    options = {
        option
        for _, command in _commands(CLI, ())
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--") and option != "--help"
    }
    assert missing == []
    assert {option for option in options if option not in text} == set()


def _commands(group: Any, path: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    if not isinstance(group, Group):
        yield " ".join(path), group
        return
    for name, command in group.commands.items():
        yield from _commands(command, (*path, name))


def test_every_make_target_of_the_documents_exists() -> None:
    rules = set(RULE.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    said = {
        (name, target["name"])
        for name, text in documents().items()
        for line in code(text)
        for target in TARGET.finditer(line)
    }
    assert {("README.md", "demo"), ("README.md", "test")} <= said
    assert {(name, target) for name, target in said if target not in rules} == set()


@pytest.mark.parametrize("name", ["README.md", "docs/reference/settings.md"])
def test_the_table_of_settings_is_what_the_program_reads(name: str) -> None:
    read = variables(sources())
    assert "LINDUN_MIRRORS" in read
    assert undocumented(read, documents()[name]) == set()


@pytest.mark.parametrize("name", [*READMES, "docs/reference/exit-codes.md"])
def test_the_table_of_exit_codes_is_the_programs(name: str) -> None:
    told = {int(found) for found in CODE.findall(documents()[name])}
    assert told == set(EXIT_CODES.values())


def test_every_part_of_the_program_means_the_same_by_an_exit_code() -> None:
    parts = (main, detect, doctor, keys, ledger, processes, residents, verifier)
    used = [
        (part.__name__, name, getattr(part, name))
        for part in parts
        for name in EXIT_CODES
        if hasattr(part, name)
    ]
    assert len(used) >= 10
    assert [found for found in used if found[2] != EXIT_CODES[found[1]]] == []


def test_every_reason_to_refuse_a_roster_is_explained() -> None:
    told = set(FIRST_CELL.findall(documents()["docs/reference/roster-refusals.md"]))
    assert told == {str(getattr(key, "value", key)) for key in words.REFUSALS}


def test_every_code_of_a_roster_report_is_explained() -> None:
    told = set(FIRST_CELL.findall(documents()["docs/reference/roster-report.md"]))
    codes = {
        *words.WHOLE,
        *(f"…_{end}" for end in words.ENDINGS),
        *(f"{start}_…" for start in words.BEGINNINGS),
    }
    assert codes - told == set()


def test_documents_the_program_refers_to_exist() -> None:
    named = {name for text in sources().values() for name in REFERENCE.findall(text)}
    assert "docs/howto/deploy.md" in named
    assert {name for name in named if not (ROOT / name).is_file()} == set()


def test_no_document_is_an_orphan() -> None:
    """Each page can be reached from a README or from the index of the documents."""
    texts = documents()
    linked = {
        str((ROOT / name).parent.joinpath(target).resolve().relative_to(ROOT))
        for name, text in texts.items()
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text)
    }
    folders = {path for path in linked if (ROOT / path).is_dir()}
    alone = {
        name
        for name in texts
        if name.startswith("docs/") and name not in linked and str(Path(name).parent) not in folders
    }
    assert alone == {"docs/README.md"} - linked


def test_documents_stand_alone() -> None:
    texts = documents()
    assert list(machine_paths(texts, places())) == []
    assert list(index_addresses(texts)) == []
    assert list(dead_links({ROOT / name: text for name, text in texts.items()})) == []


def test_pictures_are_shown_and_small() -> None:
    shown = "".join(documents().values())
    pictures = sorted((ROOT / "docs/images").glob("*.png"))
    assert len(pictures) >= 8
    assert [p.name for p in pictures if p.name not in shown or p.stat().st_size > 280_000] == []


@pytest.mark.parametrize(
    "line",
    [
        "lindun ledger verifyy",
        "`lindun leger verify`",
        "lindun ledger verify --jsom",
        "X=1 a/lindun demo --prot 1",
    ],
)
def test_a_wrong_command_line_is_found(line: str) -> None:
    text = line if line.startswith("`") else f"```sh\n{line}\n```\n"
    assert [misused(found) for found in command_lines(text)] != [""]
    assert len(list(command_lines(text))) == 1


def test_a_setting_nobody_reads_and_one_nobody_tells_are_found() -> None:
    table = "| `LINDUN_A` | 1 | a |\n| `LINDUN_B` | 1 | b |\n"
    assert undocumented(variables({"x.py": 'environ["LINDUN_A"], get("LINDUN_C")'}), table) == {
        "LINDUN_B",
        "LINDUN_C",
    }


def shell(text: str) -> list[list[str]]:
    return list(command_lines(f"```sh\n{text}\n```\n"))


def test_lines_are_read_with_their_continuation() -> None:
    assert shell("lindun residents import a.xlsx \\\n  --dry-run   # only read") == [
        ["residents", "import", "a.xlsx", "--dry-run"]
    ]
    assert shell('python3 -c "lindun"') == []
