"""Inclusion and consistency proofs (RFC 6962, sections 2.1.1 and 2.1.2; verification per RFC 9162, 2.1.3-4).

A proof is made from a `Nodes` source, which hands out stored hashes at tile levels (0, 1, 2 ... standing for
tree heights 0, 8, 16 ...), so that proving one entry among millions reads a few hundred hashes. Checking
needs nothing but the proof; the checks raise `ProofError`.
"""

from collections.abc import Sequence
from typing import Protocol

from .merkle import largest_power_of_two_below, node_hash, tree_root


class ProofError(ValueError):
    """The proof does not lead to the root it was checked against."""


class Nodes(Protocol):
    """Where stored hashes come from."""

    def hashes(self, level: int, start: int, stop: int) -> Sequence[bytes]:
        """Hashes start..stop-1 of tile level `level`; every one covers 256**level leaves."""
        ...


class LeafNodes:
    """A `Nodes` over a plain list of leaf hashes: for small trees and for tests."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self._leaves = leaves

    def hashes(self, level: int, start: int, stop: int) -> Sequence[bytes]:
        """See Nodes; every hash is computed anew."""
        width = 256**level
        return [tree_root(self._leaves[at * width : (at + 1) * width]) for at in range(start, stop)]


def subtree_root(nodes: Nodes, start: int, stop: int) -> bytes:
    """Merkle tree hash of leaves start..stop-1, where start is a multiple of the next power of two."""
    size = stop - start
    if size & (size - 1):
        middle = start + largest_power_of_two_below(size)
        return node_hash(subtree_root(nodes, start, middle), subtree_root(nodes, middle, stop))
    level = (size.bit_length() - 1) // 8
    return tree_root(nodes.hashes(level, start >> 8 * level, stop >> 8 * level))


def root_at(nodes: Nodes, size: int) -> bytes:
    """Root of the first `size` leaves of a stored tree; size >= 1."""
    return subtree_root(nodes, 0, size)


def prove_inclusion(nodes: Nodes, index: int, size: int) -> list[bytes]:
    """Hashes that lead from leaf `index` to the root of the first `size` leaves, lowest first.

    Raises ValueError unless 0 <= index < size.
    """
    if not 0 <= index < size:
        raise ValueError("index is outside the tree")
    start, stop, path = 0, size, []
    while stop - start > 1:
        middle = start + largest_power_of_two_below(stop - start)
        if index < middle:
            path.append(subtree_root(nodes, middle, stop))
            stop = middle
        else:
            path.append(subtree_root(nodes, start, middle))
            start = middle
    return path[::-1]


def prove_consistency(nodes: Nodes, first: int, second: int) -> list[bytes]:
    """Hashes that show the first `first` leaves to be a prefix of the first `second` leaves.

    Raises ValueError unless 0 < first <= second. Empty when both are equal.
    """
    if not 0 < first <= second:
        raise ValueError("sizes are not in order")
    start, stop, path = 0, second, []
    while stop > first:
        middle = start + largest_power_of_two_below(stop - start)
        if first <= middle:
            path.append(subtree_root(nodes, middle, stop))
            stop = middle
        else:
            path.append(subtree_root(nodes, start, middle))
            start = middle
    if start:
        path.append(subtree_root(nodes, start, stop))
    return path[::-1]


def check_inclusion(*, leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Raise `ProofError` unless `path` leads from `leaf` at `index` to `root` of a tree of `size`."""
    if not 0 <= index < size:
        raise ProofError("index is outside the tree")
    position, last, current = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise ProofError("the path is too long")
        if position % 2 or position == last:
            current = node_hash(sibling, current)
            while position % 2 == 0 and position:
                position, last = position >> 1, last >> 1
        else:
            current = node_hash(current, sibling)
        position, last = position >> 1, last >> 1
    if last:
        raise ProofError("the path is too short")
    if current != root:
        raise ProofError("the path leads to another root")


def check_consistency(
    *, first: int, first_root: bytes, second: int, second_root: bytes, path: Sequence[bytes]
) -> None:
    """Raise `ProofError` unless `path` shows the tree of size `first` to be a prefix of the second."""
    if not 0 < first <= second:
        raise ProofError("sizes are not in order")
    if first == second:
        if path or first_root != second_root:
            raise ProofError("equal sizes need equal roots and an empty path")
        return
    steps = list(path) if first & (first - 1) else [first_root, *path]
    if not steps:
        raise ProofError("the path is too short")
    position, last = first - 1, second - 1
    while position % 2:
        position, last = position >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise ProofError("the path is too long")
        if position % 2 or position == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while position % 2 == 0 and position:
                position, last = position >> 1, last >> 1
        else:
            new = node_hash(new, step)
        position, last = position >> 1, last >> 1
    if last:
        raise ProofError("the path is too short")
    if old != first_root or new != second_root:
        raise ProofError("the path leads to another root")
