"""The repository stands alone: no path of a machine, no address of an index, nothing beside the checkout."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from tests.architecture.source import ROOT

INDEX = re.compile(
    r"(index-url|find-links|trusted-host|registry|resolved)[\"= ]+\"?https?:"
    r"|https?://[^\s\"'<>)]*(pypi|pythonhosted|/simple\b|/packages/)",
    re.IGNORECASE,
)
BESIDE = re.compile(r"(?<![\w.])\.\./shared\b")
PROSE = {".md", ".txt", ".in", ".toml", ".cfg", ".ini", ".yml", ".yaml", ".sh", ""}


def tracked(root: Path) -> dict[str, str]:
    """Return the text of every file that is or would be committed."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\0")
    return dict(_texts(root, [name for name in listed if name]))


def _texts(root: Path, names: list[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        path = root / name
        if path.is_file():
            try:
                yield name, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue  # an image or a test vector


def machine_paths(files: Mapping[str, str], places: list[str]) -> Iterator[str]:
    """Find paths of this machine: of the checkout, of the folder around it and of the user's home."""
    for name, text in files.items():
        for place in places:
            if re.search(rf"(?<![\w./]){re.escape(place)}/", text):
                yield f"{name}: a path below {place}"
        if BESIDE.search(text):
            yield f"{name}: refers to something beside the checkout"


def places() -> list[str]:
    """The folder around the checkout and the home folder, unless they are the root of the file system."""
    return [str(place) for place in {ROOT.parent, Path.home()} if place != Path(place.anchor)]


def index_addresses(files: Mapping[str, str]) -> Iterator[str]:
    """Find addresses of package indexes; pinned requirements name packages and hashes only."""
    for name, text in files.items():
        path = Path(name)
        if INDEX.search(text) and path.suffix in PROSE:
            yield f"{name}: the address of a package index"
        if path.match("requirements/*.txt") and re.search(r"https?://|^\s*-(i|f)\b", text, re.MULTILINE):
            yield f"{name}: an address; packages are named and hashed"


def unhashed(files: Mapping[str, str]) -> Iterator[str]:
    """Find pinned requirements without a hash, or that are not pinned."""
    for name, text in files.items():
        if not Path(name).match("requirements/*.txt"):
            continue
        for entry in re.split(r"\n(?=\S)", text.replace("\\\n", " ")):
            line = entry.strip()
            if line and not line.startswith("#") and not ("==" in line and "--hash=sha256:" in line):
                yield f"{name}: {line.split()[0]} is not pinned by hash"


def test_the_repository_stands_alone() -> None:
    files = tracked(ROOT)
    assert {"pyproject.toml", "requirements/base.txt"} <= files.keys()
    found = [*machine_paths(files, places()), *index_addresses(files), *unhashed(files)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        "see /home/somebody/src/notes",
        'open("/home/somebody/x")',
        f"see {'..'}/shared/design",
        "cd /home/somebody/",
    ],
)
def test_a_path_of_this_machine_is_found(text: str) -> None:
    assert len(list(machine_paths({"docs/a.md": text}, ["/home/somebody"]))) == 1


@pytest.mark.parametrize(
    "text", ["see /homework/", "a/home/somebody/b", "/home/somebodyelse/x", "src/shared"]
)
def test_other_paths_are_left_alone(text: str) -> None:
    assert list(machine_paths({"docs/a.md": text}, ["/home/somebody"])) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("docs/howto/install.md", "pip install --index-url https://mirror.example/a x"),
        ("README.md", "from https://pypi.org/project/lindun"),
        ("Makefile", "pip install https://files.pythonhosted.org/x.whl"),
        ("requirements/base.in", "x @ https://mirror.example/simple/x"),
        ("requirements/base.txt", "x @ https://host.example/x.whl --hash=sha256:0"),
        ("requirements/base.txt", "-i elsewhere"),
    ],
)
def test_an_index_address_is_found(name: str, text: str) -> None:
    assert list(index_addresses({name: text})) != []


def test_naming_an_option_is_no_address() -> None:
    assert list(index_addresses({"Makefile": "uv pip compile --no-emit-index-url"})) == []


@pytest.mark.parametrize("line", ["django>=5.2", "django==5.2.1", "django --hash=sha256:0"])
def test_a_requirement_without_pin_or_hash_is_found(line: str) -> None:
    good = "asgiref==3.0 \\\n    --hash=sha256:0\n    # via django\n"
    assert len(list(unhashed({"requirements/base.txt": good + line + "\n"}))) == 1
