"""The key that signs checkpoints: read by the sealer alone; its public half is for everyone."""

import os
import secrets
from pathlib import Path

from django.conf import settings

from lindun.config.home import read_secret
from lindun.core.tlog import Signer, VerifierKey


def create_signing_key() -> None:
    """Make the signing key (0600) and publish its public half, unless there is a key already.

    The name of the key is the ledger's origin. Raises HomeError or OSError.
    """
    path: Path = settings.LEDGER_SIGNING_KEY
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        signer = Signer(settings.LEDGER_ORIGIN, secrets.token_bytes(32))
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(signer.secret_text() + "\n")
            file.flush()
            os.fsync(file.fileno())
    public: Path = settings.LEDGER_PUBLIC_KEY
    public.parent.mkdir(parents=True, exist_ok=True)
    public.write_text(f"{read_signer().verifier_key()}\n", encoding="utf-8")


def read_signer() -> Signer:
    """The signing key; refuses a file that others can read. Raises HomeError or KeyFormatError."""
    return Signer.parse(read_secret(settings.LEDGER_SIGNING_KEY).decode())


def read_verifier_keys() -> list[VerifierKey]:
    """The public keys whose checkpoints count, newest last. Raises OSError or KeyFormatError."""
    text = Path(settings.LEDGER_PUBLIC_KEY).read_text(encoding="utf-8")
    return [VerifierKey.parse(line) for line in text.split()]
