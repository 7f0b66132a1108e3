"""Verification of a whole ledger in a directory (C2SP tlog-tiles): every entry, every tile, the clock.

The tree is computed from the entries and compared with the signed root. When it differs, the leaf tiles and
the tiles above them tell which part is still the signed one, and so which entries are missing, changed or
moved.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from .checkpoint import Checkpoint, Keys, open_checkpoint
from .clock import Clock, id_of
from .findings import Finding, VerificationError
from .tiles import WIDTH, read_tile, split_bundle, split_tile, tile_name
from .tree import leaf_hashes, tree_root

TOLERANCE = 60.0  # seconds that an entry may lie before an earlier one


@dataclass(frozen=True, slots=True)
class Verified:
    """What was established: the signed checkpoint, the last entry's time, acknowledged clock corrections."""

    checkpoint: Checkpoint
    last_at: str | None = None
    notices: tuple[Finding, ...] = ()


def verify_mirror(
    directory: Path, keys: Keys, *, remembered: bytes | None = None, tolerance: float = TOLERANCE
) -> Verified:
    """Check the ledger in `directory` against its checkpoint, signed by one of `keys`.

    `remembered` is an older signed checkpoint (a note): the ledger must be a continuation of it.
    `tolerance` is in seconds. Raises VerificationError with every finding; OSError when files cannot be read.
    """
    try:
        signed = open_checkpoint((directory / "checkpoint").read_bytes(), keys)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise VerificationError(Finding("checkpoint.missing", path="checkpoint")) from error
    older = open_checkpoint(remembered, keys) if remembered is not None else None
    if older and older.origin != signed.origin:
        raise VerificationError(Finding("checkpoint.foreign-origin"))
    clock = Clock(tolerance)
    mirror = _Mirror(directory, signed, clock)
    mirror.read()
    mirror.check()
    findings = merged(mirror.findings) + clock.findings + (mirror.against(older) if older else [])
    if findings:
        raise VerificationError(*findings)
    return Verified(signed, clock.last_at, tuple(clock.notices))


class _Mirror:
    """One pass over the files: tile roots by entries, by leaf tiles, and which of them were signed."""

    def __init__(self, directory: Path, signed: Checkpoint, clock: Clock) -> None:
        self.directory, self.signed, self.clock = directory, signed, clock
        self.by_entries: list[bytes] = []
        self.by_leaf_tiles: list[bytes] = []
        self.settled: list[bytes] | None = None
        self.findings: list[Finding] = []

    def _tiles(self, level: int) -> Iterator[tuple[int, int]]:
        full, partial = divmod(self.signed.size >> 8 * level, WIDTH)
        yield from ((index, WIDTH) for index in range(full))
        if partial:
            yield full, partial

    def _tile(self, level: int, index: int, width: int) -> bytes:
        return read_tile(self.directory, level, index, width)[: width * 32]

    def _entries(self, index: int, width: int) -> list[bytes]:
        return split_bundle(read_tile(self.directory, "entries", index, width), width)

    def read(self) -> None:
        """Hash everything once; a tile or bundle of a wrong length gets an impossible root, b""."""
        for index, width in self._tiles(0):
            bundle = read_tile(self.directory, "entries", index, width)
            entries = split_bundle(bundle, width)
            self.clock.watch(bundle, entries, index * WIDTH)
            leaves = leaf_hashes(entries)
            tile = self._tile(0, index, width)
            self.by_entries.append(tree_root(leaves) if len(leaves) == width else b"")
            if tile == b"".join(leaves):
                self.by_leaf_tiles.append(self.by_entries[-1])
            else:
                self.by_leaf_tiles.append(tree_root(split_tile(tile)) if len(tile) == width * 32 else b"")

    def check(self) -> None:
        """Compare with the signed root and name what differs."""
        self.settled = self._settle()
        if self.settled is None:
            self._name_unsettled()
            return
        self._name_entries(self.settled)
        for index, width in self._tiles(0):
            if self.by_leaf_tiles[index] != self.settled[index]:
                self._tile_damaged(0, index, width)
        self._check_upper_tiles(self.settled)

    def _check_upper_tiles(self, nodes: list[bytes]) -> None:
        level = 1
        while nodes := nodes[: self.signed.size >> 8 * level]:
            for index, width in self._tiles(level):
                row = b"".join(nodes[index * WIDTH : index * WIDTH + width])
                if self._tile(level, index, width) != row:
                    self._tile_damaged(level, index, width)
            nodes = [tree_root(nodes[at : at + WIDTH]) for at in range(0, len(nodes), WIDTH)]
            level += 1

    def _tile_damaged(self, level: int, index: int, width: int) -> None:
        name = tile_name(level, index) + (f".p/{width}" if width < WIDTH else "")
        self.findings.append(Finding("tile.damaged", path=name))

    def _settle(self) -> list[bytes] | None:
        """The tile roots that lead to the signed root, whichever files still agree on them."""
        full = self.signed.size // WIDTH
        above = [node for index, width in self._tiles(1) for node in self._upper_row(index, width)]
        rows = zip(self.by_entries, self.by_leaf_tiles, above, strict=False)
        majority = [max(filter(None, row), key=row.count, default=b"") for row in rows]
        for roots in (self.by_entries, majority, self.by_leaf_tiles, above):
            for last in {self.by_entries[-1], self.by_leaf_tiles[-1]} if self.signed.size % WIDTH else {b""}:
                tiles = [*roots[:full], last] if last else roots[:full]
                if tiles and tree_root(tiles) == self.signed.root:
                    return tiles
        return None

    def _upper_row(self, index: int, width: int) -> list[bytes]:
        row = split_tile(self._tile(1, index, width))
        return row if len(row) == width else [b""] * width

    def _name_entries(self, settled: list[bytes]) -> None:
        """Name the entries of every bundle that is not the signed one."""
        names = _Names()
        for index, width in self._tiles(0):
            if self.by_entries[index] == settled[index]:
                continue
            if self.by_leaf_tiles[index] == settled[index]:
                names.compare(
                    split_tile(self._tile(0, index, width)), self._entries(index, width), index * WIDTH
                )
            else:
                start = index * WIDTH
                self.findings.append(Finding("entry.damaged-among", start, start + width - 1))
        self.findings += names.findings()

    def _name_unsettled(self) -> None:
        """No files lead to the signed root: name what they disagree about, or the whole as rewritten."""
        self.findings.append(Finding("root.differs"))
        self._name_entries(self.by_leaf_tiles)
        if len(self.findings) == 1:
            self.findings.append(Finding("history.rewritten", 0, self.signed.size - 1))

    def against(self, older: Checkpoint) -> list[Finding]:
        """Findings unless the signed tree continues the one of `older`."""
        if older.size > self.signed.size:
            return [Finding("checkpoint.rolled-back", self.signed.size, older.size - 1)]
        tiles = list((self.settled or self.by_entries)[: older.size // WIDTH])
        if part := older.size % WIDTH:
            tiles.append(tree_root(self._settled_leaves(older.size // WIDTH)[:part]))
        if tree_root(tiles) == older.root:
            return []
        return [Finding("checkpoint.inconsistent", 0, older.size - 1)]

    def _settled_leaves(self, index: int) -> list[bytes]:
        width = min(WIDTH, self.signed.size - index * WIDTH)
        if self.settled and self.by_entries[index] != self.settled[index]:
            return split_tile(self._tile(0, index, width)) or [b""]
        return leaf_hashes(self._entries(index, width)) or [b""]


class _Names:
    """Collects which signed leaf hashes are not where they belong, and what stands in their place."""

    def __init__(self) -> None:
        self._missing: dict[bytes, int] = {}
        self._foreign: list[tuple[int, bytes, str | None]] = []
        self._replaced: set[int] = set()

    def compare(self, expected: list[bytes], entries: list[bytes], start: int) -> None:
        """Note the differences between one leaf tile and its bundle, whose first entry is `start`."""
        found = leaf_hashes(entries)
        matcher = SequenceMatcher(None, expected, found, autojunk=False)
        for tag, i, until_i, j, until_j in matcher.get_opcodes():
            if tag == "equal":
                continue
            self._missing.update((expected[at], start + at) for at in range(i, until_i))
            self._foreign += [(start + at, found[at], id_of(entries[at])) for at in range(j, until_j)]
            self._replaced.update(start + at for at in range(i, until_i) if at - i + j < until_j)

    def findings(self) -> list[Finding]:
        """Moved entries by where they belong, changed ones by what stands there now, the rest as they are."""
        moved = {leaf for _, leaf, _ in self._foreign if leaf in self._missing}
        gone = {index for leaf, index in self._missing.items() if leaf not in moved}
        named: list[Finding] = []
        for index, leaf, entry_id in self._foreign:
            if leaf in moved:
                named.append(Finding("entry.moved", self._missing[leaf], id=entry_id))
            elif index in gone and index in self._replaced:
                gone.discard(index)
                named.append(Finding("entry.changed", index, id=entry_id))
            else:
                named.append(Finding("entry.foreign", index, id=entry_id))
        named += [Finding("entry.missing", index) for index in gone]
        return sorted(named, key=lambda finding: (finding.index or 0, finding.code))


def merged(findings: list[Finding]) -> list[Finding]:
    """Neighbouring findings of one code, about entries without known ids, as one range."""
    result: list[Finding] = []
    for finding in findings:
        last = result[-1] if result else None
        if last and last.code == finding.code and _last_index(last) + 1 == finding.index and not finding.id:
            result[-1] = Finding(last.code, last.index, finding.until or finding.index)
        else:
            result.append(finding)
    return result


def _last_index(finding: Finding) -> int:
    """The last entry that a finding without id concerns; -2, which has no neighbour, for others."""
    if finding.index is None or finding.id:
        return -2
    return finding.index if finding.until is None else finding.until
