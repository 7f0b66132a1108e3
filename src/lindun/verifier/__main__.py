"""Command line: `proof FILE.json --key KEY`, `mirror DIRECTORY --key KEY`, `pack FILE.pyz`.

KEY is a verifier key (`name+id+base64`) or a file with one key a line. `--remember FILE` holds the newest
checkpoint seen so far: a ledger that does not continue it fails, and a good one is written back.
Exit code 0: intact. 1: something is wrong, every finding is printed. 2: wrong usage. 3: cannot run.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from . import Finding, Keys, VerificationError, parse_keys, verify_mirror, verify_proof
from .mirror import TOLERANCE
from .pack import pack

INTACT, WRONG, USAGE, CANNOT_RUN = range(4)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "pack":
            pack(options.file)
            return INTACT
        result = _check(options, _keys(options.key))
    except VerificationError as error:
        _report(options.json, {"intact": False}, error.findings)
        return WRONG
    except (OSError, UnicodeError) as error:
        sys.stderr.write(
            f"cannot run: {type(error).__name__}: {getattr(error, 'strerror', None) or 'not text'}\n"
        )
        return CANNOT_RUN
    except _UsageError as error:
        sys.stderr.write(f"{error}\n")
        return USAGE
    _report(options.json, result, ())
    return INTACT


class _UsageError(Exception):
    pass


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="verifier", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    checks = argparse.ArgumentParser(add_help=False)
    checks.add_argument("--key", required=True, help="verifier key, or a file with verifier keys")
    checks.add_argument("--json", action="store_true", help="print the result as JSON")
    proof = commands.add_parser("proof", parents=[checks], help="check that one entry is in the ledger")
    proof.add_argument("file", type=Path)
    mirror = commands.add_parser("mirror", parents=[checks], help="check a whole ledger in a directory")
    mirror.add_argument("directory", type=Path)
    mirror.add_argument("--remember", type=Path, help="file with the newest checkpoint seen so far")
    mirror.add_argument("--tolerance", type=float, default=TOLERANCE, help="seconds time may step back")
    packer = commands.add_parser("pack", help="write this verifier as one runnable file")
    packer.add_argument("file", type=Path)
    return parser


def _keys(text: str) -> Keys:
    try:
        if text.count("+") < 2:
            text = Path(text).read_text("utf-8")
        return parse_keys(text)
    except ValueError as error:
        raise _UsageError("--key: not a verifier key, nor a file of them") from error


def _check(options: argparse.Namespace, keys: Keys) -> dict[str, Any]:
    if options.command == "proof":
        proven = verify_proof(options.file.read_bytes(), keys)
        facts = {"index": proven.index, "entry": proven.entry}
        checkpoint = proven.checkpoint
    else:
        memory = options.remember
        remembered = memory.read_bytes() if memory and memory.exists() else None
        verified = verify_mirror(options.directory, keys, remembered=remembered, tolerance=options.tolerance)
        checkpoint = verified.checkpoint
        if memory:
            _replace(memory, checkpoint.note)
        facts = {"last_at": verified.last_at, "notices": [asdict(notice) for notice in verified.notices]}
    return {
        "intact": True,
        "origin": checkpoint.origin,
        "size": checkpoint.size,
        "root": checkpoint.root.hex(),
        **facts,
    }


def _replace(path: Path, text: str) -> None:
    fresh = path.with_name(path.name + ".new")
    with fresh.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _report(as_json: bool, facts: dict[str, Any], findings: Sequence[Finding]) -> None:
    if as_json:
        facts = facts | {"findings": [asdict(finding) for finding in findings]}
        sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")
        return
    lines = [str(finding) for finding in findings]
    lines += [f"{name}: {value}" for name, value in facts.items() if name != "intact"]
    lines.append("intact" if facts["intact"] else f"NOT INTACT: {len(findings)} findings")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    sys.exit(main())
