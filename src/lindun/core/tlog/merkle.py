"""Merkle tree hashing (RFC 6962, section 2.1) with SHA-256.

Leaves and inner nodes are hashed with different prefixes, so that no inner node can pass for an entry.
"""

from collections.abc import Sequence
from hashlib import sha256

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Hash of one entry: SHA-256(0x00 || entry), 32 bytes."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node: SHA-256(0x01 || left || right), 32 bytes."""
    return sha256(b"\x01" + left + right).digest()


def tree_root(hashes: Sequence[bytes]) -> bytes:
    """Merkle tree hash over node hashes that stand side by side at one level (leaf hashes for a tree).

    Works level by level; a node without a right neighbour moves up unchanged. That gives the same tree as
    the recursive definition, which splits at the largest power of two below the size.
    """
    if not hashes:
        return EMPTY_ROOT
    level = list(hashes)
    while len(level) > 1:
        above = [
            sha256(b"\x01" + left + right).digest()
            for left, right in zip(level[::2], level[1::2], strict=False)
        ]
        if len(level) % 2:
            above.append(level[-1])
        level = above
    return level[0]


def largest_power_of_two_below(size: int) -> int:
    """The k of RFC 6962: the largest power of two smaller than `size` (size >= 2)."""
    return 1 << (size - 1).bit_length() - 1
