"""`lindun detect`: find personal data in texts."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

USAGE = 2


def detect(
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Read {id, text} lines, write {id, spans} lines.")
    ] = False,
) -> None:
    """Find personal data in standard input: plain text, or one JSON object a line with --jsonl.

    Plain text comes back with what was found masked; --jsonl gives spans with character offsets.
    """
    if jsonl:
        _lines()
    else:
        from lindun.core.identifiers.detect import redact

        sys.stdout.write(redact(sys.stdin.read()))


def _lines() -> None:
    from lindun.core.identifiers.detect import detect as find

    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            identifier, text = record["id"], record["text"]
        except (ValueError, KeyError, TypeError):
            typer.echo(f'line {number} is not a JSON object with "id" and "text".', err=True)
            raise typer.Exit(USAGE) from None
        spans = [
            {"start": s.start, "end": s.end, "type": s.type.value, "confidence": round(s.confidence, 3)}
            for s in find(text)
        ]
        typer.echo(json.dumps({"id": identifier, "spans": spans}, ensure_ascii=False))
