"""What stops the sealer or one of its mirrors, in words, and what to do about it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_DAMAGED = gettext_lazy("the ledger and what was signed disagree")
_WORDS = {
    "mirror.full": gettext_lazy("its disk is full"),
    "mirror.unwritable": gettext_lazy("it cannot be written"),
    "mirror.foreign": gettext_lazy("it holds another ledger"),
    "mirror.ahead": gettext_lazy("it holds more than the database"),
    "mirror.diverged": gettext_lazy("it holds other entries than the database"),
    "clock.backwards": gettext_lazy("the clock of this machine ran back"),
    "tree.differs": _DAMAGED,
    "entry.missing": _DAMAGED,
    "entry.changed": _DAMAGED,
    "history.rewritten": _DAMAGED,
    "checkpoint.forged": _DAMAGED,
    "checkpoint.changed": _DAMAGED,
    "checkpoint.rolled_back": _DAMAGED,
}
_DISK = ("mirror.full", "mirror.unwritable", "")


def in_words(code: str) -> str:
    """The failure for a reader; a code nobody has words for stays itself. Empty for none."""
    return str(_WORDS.get(code, code))


def way_on(code: str) -> str:
    """What to do about a failure of the sealer or of a mirror; empty code: it is only late."""
    if code in _DISK:
        return _("See whether its disk is there and has room.")
    if code == "clock.backwards":
        return _("Set the clock right, then run `lindun ledger correct-clock`.")
    return _("Run `lindun ledger verify`.")
