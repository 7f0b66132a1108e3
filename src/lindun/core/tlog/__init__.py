"""Transparency log core: entries, Merkle tree, signed checkpoints, proofs, tiles. See docs/spec/ledger.md.

Pure functions over bytes: the ledger app stores and signs with them. The verifier (`lindun.verifier`) is
written separately and shares no code with this package.
"""

from .checkpoint import Checkpoint, CheckpointError, open_checkpoint, parse_checkpoint
from .entry import CLOCK_CORRECTED, Entry, EntryError, identify, milliseconds_of
from .merkle import EMPTY_ROOT, leaf_hash, node_hash, tree_root
from .note import KeyFormatError, NoteError, Signer, VerifierKey, open_note
from .proof import (
    LeafNodes,
    Nodes,
    ProofError,
    check_consistency,
    check_inclusion,
    prove_consistency,
    prove_inclusion,
    root_at,
)
from .tiles import (
    ENTRIES,
    TILE_WIDTH,
    Edge,
    Tile,
    TileError,
    decode_bundle,
    decode_tile,
    encode_bundle,
    tile_levels,
    tile_path,
    tile_widths,
)

__all__ = [
    "CLOCK_CORRECTED",
    "EMPTY_ROOT",
    "ENTRIES",
    "TILE_WIDTH",
    "Checkpoint",
    "CheckpointError",
    "Edge",
    "Entry",
    "EntryError",
    "KeyFormatError",
    "LeafNodes",
    "Nodes",
    "NoteError",
    "ProofError",
    "Signer",
    "Tile",
    "TileError",
    "VerifierKey",
    "check_consistency",
    "check_inclusion",
    "decode_bundle",
    "decode_tile",
    "encode_bundle",
    "identify",
    "leaf_hash",
    "milliseconds_of",
    "node_hash",
    "open_checkpoint",
    "open_note",
    "parse_checkpoint",
    "prove_consistency",
    "prove_inclusion",
    "root_at",
    "tile_levels",
    "tile_path",
    "tile_widths",
    "tree_root",
]
