"""Reports about things (a lost key, a disk in other hands) that wait to become a case or to be dismissed."""

from __future__ import annotations

from uuid import UUID

from lindun import gate
from lindun.assets import queries as reports
from lindun.assets.models import Incident, What
from lindun.conduct.models import MOST_WORDS, Type
from lindun.gate.vocabulary import Action

TYPES = {What.LOST: Type.CUSTODY, What.KEPT: Type.CUSTODY, What.PASSED_ON: Type.CUSTODY}


def look_up(who: gate.Identity, incident: UUID) -> Incident:
    """One that this reader may handle. Raises gate.Denied, gate.NotHere (it is about herself)."""
    with gate.passage(who, Action.ASSET_INCIDENT_VIEW) as passage:
        found = reports.to_handle(who.person).filter(pk=incident).first()
        if found is None:
            raise gate.NotHere
        passage.saw([incident], kind="incident")
        return found


def begun(found: Incident) -> dict[str, object]:
    """What the form of a case opens with when it comes from this report."""
    thing = f"{found.asset.what} {found.asset.number}" if found.asset else ""
    said = [found.get_what_display(), thing, found.words]
    return {
        "incident": found.pk,
        "accused": found.about.number if found.about else "",
        "type": TYPES.get(What(found.what), ""),
        "what": "；".join(filter(None, said))[:MOST_WORDS],
    }
