"""What can go wrong with a key or a sealed value, without a word about its content."""


class SealingError(Exception):
    """Base of every refusal of this package: carries a code, never data.

    `code` is stable and language-neutral; the interface holds the words.
    """

    code = "sealing.error"

    def __init__(self) -> None:
        super().__init__(self.code)


class MalformedError(SealingError):
    """The bytes do not have the shape of an envelope (too short, too long, bad padding)."""

    code = "sealing.malformed"


class UnknownFormatError(SealingError):
    """The format version is not one that this release can read."""

    code = "sealing.unknown-format"


class UnknownSuiteError(SealingError):
    """The suite id or name is not one that this release knows."""

    code = "sealing.unknown-suite"


class WrongKeyError(SealingError):
    """This key (its suite, version or check value) is not the one the envelope was made with."""

    code = "sealing.wrong-key"


class NotAuthenticError(SealingError):
    """The authentication tag does not verify: altered, moved to another place, or another key."""

    code = "sealing.not-authentic"


class KeyMaterialError(SealingError):
    """A secret of the wrong size, or a version out of range."""

    code = "sealing.key-material"


class KeyExhaustedError(SealingError):
    """The key has sealed as many messages as the bound of docs/spec/sealing.md allows."""

    code = "sealing.key-exhausted"


class InvalidInputError(SealingError):
    """A binding, token input or plaintext outside what the format can carry."""

    code = "sealing.invalid-input"
