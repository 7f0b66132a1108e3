"""An opened value on its way to the one component that shows it."""

from typing import NoReturn, Self

DOTS = "••••••"


class Revealed(str):
    """A string whose text is dots everywhere: str, repr, format, json, pickle, copy, encode, templates.

    The plaintext stays in a private slot and leaves by `expose()` alone; an architecture test keeps the
    list of its callers. All Revealed values compare equal, so comparing cannot confirm a guess.
    """

    __slots__ = ("_plaintext",)
    _plaintext: str

    def __new__(cls, plaintext: str) -> Self:
        self = super().__new__(cls, DOTS)
        object.__setattr__(self, "_plaintext", plaintext)
        return self

    def expose(self) -> str:
        """Return the plaintext."""
        return self._plaintext

    def __repr__(self) -> str:
        return f"'{DOTS}'"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(name)

    def __reduce_ex__(self, protocol: object) -> tuple[type[str], tuple[str]]:
        return str, (DOTS,)

    def __getstate__(self) -> None:
        return None
