"""Quality and speed of text detection: precision, recall, F1 a type, and MB of UTF-8 a CPU second.

    python -m bench.detection [TEMPLATE ...]

Texts come from ``*.jsonl`` files in the folder named by ``LINDUN_BENCH_DATA``, else from ``bench.texts``. A
line is ``{text, template, spans: [{start, end, type, optional?}], decoys: [{start, end, kind}]}``. A
prediction hits a span of its type when the overlap is at least half of the longer of the two; one that
touches only an optional span is left out of the count; every other one that hits nothing is a false alarm.
"""

import json
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lindun.core.identifiers.detect import Span, detect

Record = dict[str, Any]

_REPEATS = 3


@dataclass
class Score:
    """Counts of one type (or template), and what went wrong, as short excerpts of synthetic text."""

    hits: int = 0
    misses: int = 0
    alarms: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.hits / (self.hits + self.alarms) if self.hits + self.alarms else 1.0

    @property
    def recall(self) -> float:
        return self.hits / (self.hits + self.misses) if self.hits + self.misses else 1.0

    @property
    def f1(self) -> float:
        total = 2 * self.hits + self.misses + self.alarms
        return 2 * self.hits / total if total else 1.0


@dataclass
class Report:
    """What a run found: a score per type and per template."""

    by_type: dict[str, Score]
    by_template: dict[str, Score]
    decoy_alarms: Counter[str]

    def table(self) -> str:
        """The report as text, one line a type, then the weak templates and the decoys."""
        lines = [f"{'type':16}{'n':>7}{'P':>8}{'R':>8}{'F1':>8}"]
        lines += [
            f"{name:16}{score.hits + score.misses:7}{score.precision:8.3f}{score.recall:8.3f}{score.f1:8.3f}"
            for name, score in sorted(self.by_type.items())
        ]
        weak = sorted((score.f1, name) for name, score in self.by_template.items() if score.f1 < 0.95)
        lines.append(
            "templates under 0.95: " + (", ".join(f"{name} {f1:.2f}" for f1, name in weak) or "none")
        )
        lines.append(
            "alarms over decoys: " + (", ".join(f"{k} {n}" for k, n in self.decoy_alarms.items()) or "none")
        )
        return "\n".join(lines)


def score(records: Sequence[Record]) -> Report:
    """Compare what ``detect`` finds with the labels."""
    by_type: dict[str, Score] = defaultdict(Score)
    by_template: dict[str, Score] = defaultdict(Score)
    decoy_alarms: Counter[str] = Counter()
    for record in records:
        for kind, outcome, excerpt in _outcomes(record, detect(record["text"])):
            for counts in (by_type[kind], by_template[record["template"]]):
                setattr(counts, outcome, getattr(counts, outcome) + 1)
                if outcome != "hits":
                    counts.faults.append(f"{record['template']} {outcome} {kind} {excerpt}")
        decoy_alarms.update(_decoys_hit(record))
    return Report(dict(by_type), dict(by_template), decoy_alarms)


def speed(texts: Sequence[str]) -> float:
    """MB (10^6 bytes of UTF-8) a CPU second of ``detect`` called text by text; the best of three rounds."""
    size = sum(len(text.encode()) for text in texts)
    best = float("inf")
    for _ in range(_REPEATS):
        start = time.process_time()
        for text in texts:
            detect(text)
        best = min(best, time.process_time() - start)
    return size / best / 1e6


def _outcomes(record: Record, predicted: list[Span]) -> Iterator[tuple[str, str, str]]:
    """(type, hits | misses | alarms, excerpt) of one text; a label is hit once, by its best prediction."""
    text, free = record["text"], list(predicted)
    for label in record["spans"]:
        span = Span(label["start"], label["end"], label["type"], 1.0)
        mate = next((p for p in free if p.type == span.type and _half(p, span)), None)
        if mate:
            free.remove(mate)
        if not label.get("optional"):
            yield str(span.type), "hits" if mate else "misses", _excerpt(text, span)
    optional = [s for s in record["spans"] if s.get("optional")]
    for span in free:
        if not any(span.start < o["end"] and o["start"] < span.end for o in optional):
            yield str(span.type), "alarms", _excerpt(text, span)


def _half(one: Span, other: Span) -> bool:
    overlap = min(one.end, other.end) - max(one.start, other.start)
    return overlap * 2 >= max(one.end - one.start, other.end - other.start)


def _excerpt(text: str, span: Span) -> str:
    before, after = text[max(0, span.start - 8) : span.start], text[span.end : span.end + 8]
    return repr(f"{before}[{text[span.start : span.end]}]{after}")


def _decoys_hit(record: Record) -> Iterator[str]:
    predicted = detect(record["text"])
    for decoy in record["decoys"]:
        if any(p.start < decoy["end"] and decoy["start"] < p.end for p in predicted):
            yield decoy["kind"]


def load(folder: Path) -> list[Record]:
    """Records of every ``*.jsonl`` in a folder, one JSON object a line."""
    return [
        json.loads(line)
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line
    ]


def records() -> list[Record]:
    """The labelled texts to measure on: an outside folder when one is named, else our own."""
    if folder := os.environ.get("LINDUN_BENCH_DATA"):
        return load(Path(folder))
    from bench.texts import generate

    return list(generate(seed=1))


def main(arguments: Iterable[str]) -> None:
    """Print the report; with arguments, only for the templates that start so, and with every fault."""
    wanted = tuple(arguments)
    chosen = [r for r in records() if not wanted or r["template"].startswith(wanted)]
    report = score(chosen)
    print(report.table())
    print(f"speed: {speed([r['text'] for r in chosen]):.1f} MB/s")
    if wanted:
        print("\n".join(fault for score in report.by_type.values() for fault in score.faults))


if __name__ == "__main__":
    main(sys.argv[1:])
