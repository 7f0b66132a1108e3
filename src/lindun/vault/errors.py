"""What the vault refuses: a code, never content."""

from lindun.config.home import HomeError
from lindun.core.sealing import SealingError


class VaultError(Exception):
    """Base of the vault's refusals that are not about a ciphertext. `code` is stable."""

    code = "vault.error"

    def __init__(self) -> None:
        super().__init__(self.code)


class NoTransactionError(VaultError):
    """Vault writes belong to a transaction that has opened a row scope."""

    code = "vault.no-transaction"


class CommunityKeyMissingError(VaultError):
    """The community has no key, or none that the open scope may see."""

    code = "vault.no-community-key"


class CommunityKeyExistsError(VaultError):
    """The community has its keys already."""

    code = "vault.community-key-exists"


class SubjectUnknownError(VaultError):
    """No such person, value or key in the open scope."""

    code = "vault.unknown-subject"


class SubjectDestroyedError(VaultError):
    """The person's data key was destroyed; nothing of theirs can be sealed or opened any more."""

    code = "vault.subject-destroyed"


class SubjectExistsError(VaultError):
    """The person has a data key already, perhaps in another community or building."""

    code = "vault.subject-exists"


class RootKeyError(HomeError):
    """The root key cannot be used. The message is for the operator and names no secret."""

    code = "vault.root-key"


__all__ = [
    "CommunityKeyExistsError",
    "CommunityKeyMissingError",
    "NoTransactionError",
    "RootKeyError",
    "SealingError",
    "SubjectDestroyedError",
    "SubjectExistsError",
    "SubjectUnknownError",
    "VaultError",
]
