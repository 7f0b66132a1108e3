"""What a receiver agrees to before anything shared opens: the company's rules, in versions (USE-05).

An outsider accepts by his link, a member of staff once for all links; a new version asks everybody again.
Versions and acceptances are only ever added.
"""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.sharing.models import MOST_RULES, Acceptance, Link, ReceiverRules


class BadRules(Exception):
    """The rules cannot be published like this; the message says what to change."""


def current() -> ReceiverRules:
    """The newest version. One is shipped with the house."""
    return ReceiverRules.objects.order_by("-version")[0]


def words_of(rules: ReceiverRules) -> str:
    """The rules in the reader's language."""
    return rules.english if get_language() == "en" else rules.chinese


def accepted(link: Link) -> bool:
    """Whether the bearer has accepted the newest version: staff by any link, an outsider by this one."""
    said = Acceptance.objects.filter(rules=current())
    if link.assignee_id:
        return said.filter(staff_id=link.assignee_id).exists()
    return said.filter(link=link, staff=None).exists()


def record(link: Link, *, version: int) -> bool:
    """Inside the bearer's passage: he accepted this version. False, nothing stored: a newer one stands."""
    rules = current()
    if version != rules.version:
        return False
    whose = {"staff_id": link.assignee_id} if link.assignee_id else {"staff": None, "link": link}
    Acceptance.objects.get_or_create(rules=rules, **whose, defaults={"link": link, "at": timezone.now()})
    return True


def publish(who: gate.Identity, *, chinese: str, english: str) -> ReceiverRules:
    """Add a version; every receiver is asked again. Raises gate.Denied, BadRules."""
    texts = {"chinese": chinese.strip(), "english": english.strip()}
    if not all(texts.values()) or any(len(text) > MOST_RULES for text in texts.values()):
        raise BadRules(
            _("Both texts are needed, each of %(most)d characters at most.") % {"most": MOST_RULES}
        )
    with gate.passage(who, Action.RULES_PUBLISH, writes=True) as passage:
        version = current().version + 1
        passage.about(f"rules.v{version}")
        return ReceiverRules.objects.create(version=version, at=timezone.now(), **texts)
