"""Blind-index tokens: equality search over sealed values without opening them."""

from lindun.core.sealing.errors import InvalidInputError
from lindun.core.sealing.framing import utf8
from lindun.core.sealing.keys import IndexKey

TOKEN_SIZE = 16


def token(index_key: IndexKey, *, kind: str, form: str, value: str) -> bytes:
    """Return 16 bytes that are equal exactly when community, kind, form and value are.

    kind: what is searched (`phone`); form: which part (`whole`, `last4`); value: already normalised.
    The HMAC key is derived from the community's index key for this kind and form. Raises InvalidInputError
    if any of the three is empty or not Unicode: an empty value would link every record that lacks one.
    """
    if not (kind and form and value):
        raise InvalidInputError
    prf = index_key.prf_of(kind, form)
    prf.update(utf8(value))
    return prf.finalize()[:TOKEN_SIZE]
