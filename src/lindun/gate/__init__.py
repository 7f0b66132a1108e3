"""RING 2: the gate. Every protected thing opens here and nowhere else.

    with gate.passage(who, Action.RESIDENT_SEARCH, purpose="repair") as passage:
        ...                             # rows inside the actor's reach are visible here, and only here

    opened = gate.reveal(who, subject=resident_id, items=["phone"], purpose="repair", task="WX-0312")

The order is always: facts, decision, entry, opening. An entry that cannot be written opens nothing; a
refusal is an entry too. Both run as the outermost transaction and do not nest.

* `vocabulary.py`  actions, as `area.object.verb`
* `registry.py`    the rule set and the sources of facts, registered by the apps while they load
* `conditions.py`  what must hold for every app: in post, second factor, purpose, level, task, mirrors
* `passages.py`    lists, searches and writes: work inside an open passage
* `bulk.py`        many new rows of an app's table, inside a passage
* `plain.py`       a value on its way into the vault
* `reveals.py`     plaintext of one subject on a screen
* `sheets.py`      what one sheet of paper shows, opened together under one entry
* `looks.py`       who looked at somebody, read from the ledger inside a passage
* `attempts.py`    what people try although nobody may: printing, copying
* `refusals.py`    who was turned away before a passage could open
* `entries.py`     the ledger entry of a passage
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lindun.core.sealing import Revealed, SealingError
    from lindun.gate.identity import HOUSE, Identity
    from lindun.gate.passages import Denied, NotHere, Passage, passage
    from lindun.gate.reveals import Opened, reveal
    from lindun.gate.vocabulary import Action

__all__ = [
    "HOUSE",
    "Action",
    "Denied",
    "Identity",
    "NotHere",
    "Opened",
    "Passage",
    "Revealed",
    "SealingError",
    "passage",
    "reveal",
]

_HOMES = {
    "HOUSE": "identity",
    "Action": "vocabulary",
    "Denied": "passages",
    "Identity": "identity",
    "NotHere": "passages",
    "Opened": "reveals",
    "Passage": "passages",
    "Revealed": "reveals",
    "SealingError": "reveals",
    "passage": "passages",
    "reveal": "reveals",
}


def __getattr__(name: str) -> Any:
    """Load on first use: Django imports this package before models may be imported (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module

    found = globals()[name] = getattr(import_module(f"lindun.gate.{_HOMES[name]}"), name)
    return found
