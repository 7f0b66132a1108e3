"""The home folder (`LINDUN_HOME`): where a Lindun installation keeps its state and its secrets.

    home/
      secrets/app/      what serving needs: Django's key, the root key, the scope key, database password
      secrets/owner/    what migrations and recovery need: passwords of the owner and the superuser
      secrets/sealer/   what the sealer needs: the ledger's signing key, its database password
      postgres/  run/   the embedded server's data and socket
      mirrors/a, b/     the default ledger mirrors (production names others with LINDUN_MIRRORS)
      uploads/  logs/  public/  static/

Three folders of secrets because three kinds of process exist, and each may read only its own
(see `confine.py`).
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROLES = ("app", "owner", "sealer")
ROOT_KEY_ELSEWHERE = "LINDUN_ROOT_KEY_FILE"
MAX_SOCKET_PATH = 90  # sockaddr_un holds 108 bytes, of which PostgreSQL's own file name takes some


class HomeError(Exception):
    """The home folder is missing, incomplete or readable by others; the message says what to do."""


@dataclass(frozen=True)
class Home:
    root: Path

    @property
    def postgres(self) -> Path:
        return self.root / "postgres"

    @property
    def run(self) -> Path:
        """Folder of the server's socket; a short one elsewhere when the home's path is too long for one."""
        inside = self.root / "run"
        if len(str(inside)) < MAX_SOCKET_PATH:
            return inside
        digest = hashlib.sha256(str(self.root).encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"lindun-{digest}"

    @property
    def uploads(self) -> Path:
        return self.root / "uploads"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def public(self) -> Path:
        """What anyone may read: the ledger's verification key."""
        return self.root / "public"

    def mirror(self, name: str) -> Path:
        return self.root / "mirrors" / name

    def secret(self, role: str, name: str) -> Path:
        return self.root / "secrets" / role / name

    def passfile(self, role: str) -> Path:
        """libpq password file of a database role, read by libpq itself when it connects."""
        return self.secret(role, "pgpass")

    @property
    def closed_to_serving(self) -> list[Path]:
        """What the serving process must not be able to read, even if someone runs code in it."""
        secret = self.root / "secrets"
        return [secret / "owner", secret / "sealer", self.postgres, self.root / "mirrors"]


def create(home: Home) -> None:
    """Make folders and missing secrets (all 0600). Existing secrets are never replaced.

    Raises HomeError when the root key of a home in use is gone: a new one would open nothing and look right.
    """
    home.root.mkdir(parents=True, exist_ok=True)
    served = (home.public, home.root / "static")
    for folder in (home.run, home.uploads, home.logs, *served, home.mirror("a"), home.mirror("b")):
        folder.mkdir(parents=True, exist_ok=True)
    for role in ROLES:
        folder = home.root / "secrets" / role
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        _create_secret(home.passfile(role), f"*:*:*:lindun_{role}:{secrets.token_urlsafe(32)}\n".encode())
    _create_secret(
        home.secret("owner", "superuser.pgpass"), f"*:*:*:postgres:{secrets.token_urlsafe(32)}\n".encode()
    )
    _create_secret(home.secret("app", "django.key"), secrets.token_urlsafe(48).encode())
    _create_secret(home.secret("app", "scope.key"), secrets.token_bytes(32))
    root_key = home.secret("app", "root.key")
    if (
        not root_key.exists()
        and (home.public / "ledger.pub").exists()
        and not os.environ.get(ROOT_KEY_ELSEWHERE)
    ):
        raise HomeError("root.key is missing from a home that has data: put it back from where you keep it.")
    _create_secret(root_key, secrets.token_bytes(32))


def read_secret(path: Path) -> bytes:
    """Read a secret; refuse one that others can read. Raises HomeError."""
    try:
        mode = path.stat().st_mode
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise HomeError(f"{path.name} is missing from the home folder: run `lindun init` first.") from error
    except PermissionError as error:
        raise HomeError(f"{path.name} may not be read by this process.") from error
    if stat.S_IMODE(mode) & 0o077:
        raise HomeError(f"{path.name} can be read by other users: run `chmod 600` on it.")
    return content


def password_of(passfile: Path) -> str:
    return read_secret(passfile).decode().strip().rsplit(":", 1)[1]


def _create_secret(path: Path, content: bytes) -> None:
    """Write once, durably, never readable by others, not even for a moment."""
    if path.exists():
        return
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.rename(path)
