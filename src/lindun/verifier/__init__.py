"""Checks a Lindun ledger from published files alone. Standard library only; shares no code with the writer.

`verify_proof` and `verify_mirror` return what they established and raise `VerificationError` with the
findings otherwise. `python -m lindun.verifier` is the same on the command line, and its command
`pack FILE.pyz` writes it as one file that runs wherever Python 3.11 does. Formats: docs/spec/ledger.md.
"""

from .checkpoint import Checkpoint, Keys, open_checkpoint, parse_keys
from .ed25519 import ed25519_verify
from .findings import Finding, VerificationError
from .mirror import Verified, verify_mirror
from .proof import Proven, verify_proof

__all__ = [
    "Checkpoint",
    "Finding",
    "Keys",
    "Proven",
    "VerificationError",
    "Verified",
    "ed25519_verify",
    "open_checkpoint",
    "parse_keys",
    "verify_mirror",
    "verify_proof",
]
