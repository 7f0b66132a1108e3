"""Merkle tree hashing with SHA-256 (RFC 6962, section 2.1)."""

from collections.abc import Iterable
from hashlib import sha256


def leaf_hashes(entries: Iterable[bytes]) -> list[bytes]:
    """Leaf hashes of entries."""
    return [sha256(b"\x00" + entry).digest() for entry in entries]


def tree_root(level: list[bytes]) -> bytes:
    """Root over neighbouring nodes of one level."""
    while len(level) > 1:
        odd = level[len(level) & ~1 :]
        level = [
            sha256(b"\x01" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)
        ] + odd
    return level[0]


def walk(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """The root that an inclusion path leads to (RFC 9162, section 2.1.3.2); ValueError for a wrong length."""
    last, node = size - 1, leaf
    while last:
        if index & 1 or index < last:
            if not path:
                raise ValueError("the path is too short")
            left, right = (path[0], node) if index & 1 else (node, path[0])
            node, path = sha256(b"\x01" + left + right).digest(), path[1:]
        index, last = index >> 1, last >> 1
    if path:
        raise ValueError("the path is too long")
    return node
