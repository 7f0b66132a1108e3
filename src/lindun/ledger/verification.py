"""Verification of the stored ledger: the database against what was signed, and against every mirror.

The hashing, the signatures and the clock are those of `lindun.verifier`, which shares no code with the
writer. What counts as signed is the largest checkpoint that carries our key's signature, wherever it
is found: in the database, on a mirror, in the sealer's memory. So a database cut back to an older checkpoint
is found out too.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connections, transaction

from lindun.verifier import (
    Checkpoint,
    Finding,
    Keys,
    VerificationError,
    open_checkpoint,
    parse_keys,
    verify_mirror,
)
from lindun.verifier.clock import Clock, id_of
from lindun.verifier.mirror import TOLERANCE, merged
from lindun.verifier.tiles import WIDTH, read_tile, split_bundle, split_tile
from lindun.verifier.tree import leaf_hashes, tree_root

from .tree import StoredLeaf, StoredTree

_NOTHING = bytes(32)  # stands for the hash of something that is not there
_PIECE = 32 * WIDTH
_UNSEALED = (
    "SELECT count(*) FROM ledger_entry e WHERE NOT EXISTS (SELECT FROM ledger_leaf l WHERE l.entry = e.id)"
)


@dataclass(frozen=True, slots=True)
class Copy:
    """A mirror as it was found. `checkpoint` is None unless the whole of it verified."""

    directory: Path
    checkpoint: Checkpoint | None
    findings: tuple[Finding, ...] = ()

    def hashes(self) -> bytes:
        """All leaf hashes of a verified copy, concatenated."""
        size = self.checkpoint.size if self.checkpoint else 0
        return b"".join(
            read_tile(self.directory, 0, start // WIDTH, width)[: 32 * width] for start, width in _tiles(size)
        )

    def entry(self, index: int) -> bytes:
        """The entry at `index` of a verified copy that reaches so far."""
        size = self.checkpoint.size if self.checkpoint else 0
        width = min(WIDTH, size - index + index % WIDTH)
        return split_bundle(read_tile(self.directory, "entries", index // WIDTH, width), width)[index % WIDTH]


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found. Intact when there are no findings, in the database and on the mirrors.

    size: signed entries. checkpoint: the newest signed one as `origin size root`, root in hexadecimal; empty
    while nothing is signed. unsealed: entries written but not sealed yet. notices: acknowledged corrections
    of the clock, mirrors that are behind.
    """

    size: int
    checkpoint: str
    findings: tuple[Finding, ...]
    mirrors: Mapping[str, tuple[Finding, ...]]
    notices: tuple[Finding, ...]
    unsealed: int

    @property
    def intact(self) -> bool:
        """Whether there is no finding at all."""
        return not self.findings and not any(self.mirrors.values())


class LedgerDamaged(Exception):
    """The ledger is not what was signed; `report` names what is wrong."""

    def __init__(self, report: Report) -> None:
        super().__init__("; ".join(str(finding) for finding in report.findings[:20]) or "mirror damaged")
        self.report = report


Progress = Callable[[int, int], object]  # entries looked at, entries in all


def verify(
    *, using: str = "default", mirrors: Sequence[Path] | None = None, progress: Progress | None = None
) -> Report:
    """Verify the database and the mirrors (settings.LEDGER_MIRRORS by default).

    `progress` is told how far the database has been read. Raises LedgerDamaged; OSError or django.db.Error
    when something cannot be read at all.
    """
    report = examine(using=using, mirrors=mirrors, progress=progress).report()
    if not report.intact:
        raise LedgerDamaged(report)
    return report


def examine(
    *, using: str, mirrors: Sequence[Path] | None = None, progress: Progress | None = None
) -> "Examination":
    """Look at everything once, the database in one snapshot after the mirrors."""
    keys = parse_keys(Path(settings.LEDGER_PUBLIC_KEY).read_text("utf-8"))
    copies = [
        _look_at(Path(place), keys) for place in (settings.LEDGER_MIRRORS if mirrors is None else mirrors)
    ]
    examination = Examination(keys, copies, _remembered(keys))
    with transaction.atomic(using=using):
        with connections[using].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute(_UNSEALED)
            examination.unsealed = cursor.fetchone()[0]
        examination.read(StoredTree(using), progress or (lambda done, total: None))
    return examination


def _text(checkpoint: Checkpoint) -> str:
    return f"{checkpoint.origin} {checkpoint.size} {checkpoint.root.hex()}"


def _look_at(directory: Path, keys: Keys) -> Copy:
    try:
        return Copy(directory, verify_mirror(directory, keys).checkpoint)
    except VerificationError as error:
        return Copy(directory, None, error.findings)


def _remembered(keys: Keys) -> Checkpoint | None:
    """The sealer's own memory, for those who may read it."""
    try:
        return open_checkpoint(Path(settings.LEDGER_SIGNING_KEY).with_name("checkpoint").read_bytes(), keys)
    except (FileNotFoundError, PermissionError, VerificationError):
        return None


def _tiles(size: int) -> Iterator[tuple[int, int]]:
    return ((start, min(WIDTH, size - start)) for start in range(0, size, WIDTH))


@dataclass(slots=True)
class Examination:
    """The stored ledger beside what was signed. Hashes stand at 32 times their index.

    leaves: the leaf table's hashes. entries: the hashes of the stored entries. expected: the signed ones, as
    far as they are known.
    """

    keys: Keys
    copies: Sequence[Copy]
    remembered: Checkpoint | None
    unsealed: int = 0
    signed: Checkpoint | None = None
    leaves: bytearray = field(default_factory=bytearray)
    entries: bytearray = field(default_factory=bytearray)
    expected: bytes = b""
    tile_roots: dict[int, bytes] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)  # ids of leaves whose entry is not as sealed
    findings: list[Finding] = field(default_factory=list)
    clock: Clock = field(default_factory=lambda: Clock(TOLERANCE))

    def read(self, tree: StoredTree, progress: Progress) -> None:
        """Read the stored ledger and settle what it should be."""
        self._find_signed(tree.newest_note())
        self._hash_rows(tree, progress)
        self.tile_roots = tree.tile_roots()
        if self.signed:
            self._settle(self.signed)

    def _find_signed(self, note: str | None) -> None:
        stored = None
        if note is not None:
            try:
                stored = open_checkpoint(note.encode(), self.keys)
            except VerificationError as error:
                self.findings += error.findings
        others = [copy.checkpoint for copy in self.copies] + [self.remembered]
        known = [checkpoint for checkpoint in (stored, *others) if checkpoint]
        self.signed = max(known, key=lambda checkpoint: checkpoint.size, default=None)
        if self.signed and (stored is None or stored.size < self.signed.size):
            start = stored.size if stored else 0
            self.findings.append(Finding("checkpoint.rolled-back", start, self.signed.size - 1))

    def _hash_rows(self, tree: StoredTree, progress: Progress) -> None:
        size = tree.count()
        for start in range(0, size, 16 * WIDTH):
            stop = min(size, start + 16 * WIDTH)
            if not self._hash_bundles(tree.bundles(start, stop), start, stop):
                self._hash_with_gaps({leaf.number: leaf for leaf in tree.leaves(start, stop)}, start, stop)
            if self.entries[start * 32 :] != self.leaves[start * 32 :]:
                self._note_names(list(tree.leaves(start, stop)))
            progress(stop, size)

    def _hash_bundles(self, bundles: Sequence[tuple[bytes, bytes]], start: int, stop: int) -> bool:
        """Whether every leaf and every entry of these bundles was there; nothing is kept otherwise."""
        lines = [text.split(b"\n") for _, text in bundles]
        widths = [width for _, width in _tiles(stop - start)]
        if [len(bodies) for bodies in lines] != widths or [len(h) for h, _ in bundles] != [
            32 * w for w in widths
        ]:
            return False
        for number, (hashes, text) in enumerate(bundles):
            self.leaves += hashes
            self.entries += b"".join(leaf_hashes(lines[number]))
            self.clock.watch(text, lines[number], start + number * WIDTH)
        return True

    def _hash_with_gaps(self, leaves: Mapping[int, StoredLeaf], start: int, stop: int) -> None:
        for number in range(start, stop):
            leaf = leaves.get(number)
            self.leaves += leaf.hash if leaf else _NOTHING
            if leaf is None or leaf.body is None:
                self.entries += _NOTHING
                continue
            body = leaf.body.encode()
            self.entries += leaf_hashes([body])[0]
            self.clock.watch(body, [body], number)

    def _note_names(self, leaves: Sequence[StoredLeaf]) -> None:
        for leaf in leaves:
            if self.entries[leaf.number * 32 : leaf.number * 32 + 32] != leaf.hash:
                self.names[leaf.number] = leaf.entry

    def _settle(self, signed: Checkpoint) -> None:
        """Find the leaf hashes that lead to the signed root: stored, of the stored entries, or a mirror's."""
        whole = signed.size * 32
        if len(self.entries) >= whole and _root(bytes(self.entries[:whole])) == signed.root:
            self.expected = bytes(self.entries[:whole])
            return
        for known in (b"", *(copy.hashes() for copy in self.copies if copy.checkpoint)):
            candidate = known + bytes(self.leaves[len(known) : whole])
            if len(candidate) == whole and _root(candidate) == signed.root:
                self.expected = candidate
                return
        self.expected = max((copy.hashes() for copy in self.copies if copy.checkpoint), key=len, default=b"")
        self.findings.append(Finding("history.rewritten", len(self.expected) // 32, signed.size - 1))

    def wrong(self, hashes: bytearray) -> list[int]:
        """Indexes at which `hashes` (`leaves` or `entries`) are not the signed ones."""
        expected = self.expected
        return [
            index
            for at in range(0, len(expected), _PIECE)
            if hashes[at : at + _PIECE] != expected[at : at + _PIECE]
            for index in range(at // 32, min(at + _PIECE, len(expected)) // 32)
            if hashes[index * 32 : index * 32 + 32] != expected[index * 32 : index * 32 + 32]
        ]

    def wrong_tile_roots(self) -> list[int]:
        """Indexes of leaves whose stored roots of completed tiles are not those of the signed tree."""
        roots: dict[int, bytes] = {}
        level, width = split_tile(self.expected), WIDTH
        while len(level) >= WIDTH:
            level = [tree_root(level[at : at + WIDTH]) for at in range(0, len(level) & -WIDTH, WIDTH)]
            for number, root in enumerate(level, 1):
                roots[number * width - 1] = roots.get(number * width - 1, b"") + root
            width *= WIDTH
        return [index for index, expected in roots.items() if self.tile_roots.get(index) != expected]

    def intact_copy(self, index: int) -> Copy | None:
        """A verified mirror that holds the entry at `index`."""
        return next((c for c in self.copies if c.checkpoint and c.checkpoint.size > index), None)

    def report(self) -> Report:
        """The findings, named."""
        findings = [*self.findings, *merged(list(self._name_leaves())), *self._name_entries()]
        beyond = len(self.leaves) // 32, self.signed.size if self.signed else 0
        if beyond[0] > beyond[1]:
            findings.append(Finding("leaf.unsigned", beyond[1], beyond[0] - 1))
        return Report(
            size=self.signed.size if self.signed else 0,
            checkpoint=_text(self.signed) if self.signed else "",
            findings=tuple(findings + self.clock.findings),
            mirrors={str(copy.directory): self._of_mirror(copy) for copy in self.copies},
            notices=tuple(self.clock.notices),
            unsealed=self.unsealed,
        )

    def _of_mirror(self, copy: Copy) -> tuple[Finding, ...]:
        if copy.checkpoint is None:
            return (
                copy.findings if self.signed else ()
            )  # nothing was sealed yet: a mirror has nothing to hold
        reached = self.expected[: copy.checkpoint.size * 32]
        if len(reached) == copy.checkpoint.size * 32 and _root(reached) != copy.checkpoint.root:
            return (Finding("mirror.diverged", 0, copy.checkpoint.size - 1),)
        return ()

    def _name_leaves(self) -> Iterator[Finding]:
        for index in sorted({*self.wrong(self.leaves), *self.wrong_tile_roots()}):
            gone = self.leaves[index * 32 : index * 32 + 32] in (_NOTHING, b"")
            yield Finding("leaf.missing" if gone else "leaf.changed", index)

    def _name_entries(self) -> list[Finding]:
        wrong = self.wrong(self.entries)
        places = {self.expected[index * 32 : index * 32 + 32]: index for index in wrong}
        if not self.expected:  # nothing to compare with but the leaf table itself
            wrong = sorted(self.names)
        named = []
        for index in wrong:
            found = bytes(self.entries[index * 32 : index * 32 + 32])
            if found in (_NOTHING, b""):
                code, where = "entry.missing", index
            elif found in places:
                code, where = "entry.moved", places[found]
            else:
                code, where = "entry.changed", index
            named.append(Finding(code, where, id=self._id(where)))
        return named

    def _id(self, index: int) -> str | None:
        copy = self.intact_copy(index)
        return id_of(copy.entry(index)) if copy else self.names.get(index)


def _root(hashes: bytes) -> bytes:
    return tree_root(
        [tree_root(split_tile(hashes[at : at + _PIECE])) for at in range(0, len(hashes), _PIECE)]
    )
