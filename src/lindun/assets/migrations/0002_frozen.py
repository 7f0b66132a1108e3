"""By these deeds only; what was issued, decided, returned or reported stays as it is."""

from django.db import migrations

from lindun.scope.operations import GuardFacts

ISSUE, DECIDE, RETURN = "assets.asset.issue", "assets.asset.decide", "assets.asset.return"
REPORT, CLOSE = "assets.incident.report", "assets.incident.close"
FREEZE = """
CREATE FUNCTION assets_issue_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.asset_id, NEW.holder_id, NEW.asked_by_id, NEW.asked_at)
       IS DISTINCT FROM (OLD.id, OLD.asset_id, OLD.holder_id, OLD.asked_by_id, OLD.asked_at) THEN
        RAISE EXCEPTION 'what was proposed does not change' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.decided_at IS NOT NULL AND (NEW.decided_by_id, NEW.decided_at, NEW.words)
       IS DISTINCT FROM (OLD.decided_by_id, OLD.decided_at, OLD.words) THEN
        RAISE EXCEPTION 'what was decided stays decided' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NOT (NEW.state = OLD.state
            OR (OLD.state = 'waiting' AND NEW.state IN ('out', 'refused'))
            OR (OLD.state = 'out' AND NEW.state IN ('returned', 'lost')))
       OR (OLD.ended_at IS NOT NULL AND NEW IS DISTINCT FROM OLD) THEN
        RAISE EXCEPTION 'an issue moves onwards only' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE ON assets_issue FOR EACH ROW EXECUTE FUNCTION assets_issue_frozen();
CREATE FUNCTION assets_incident_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.closed_at IS NOT NULL OR
       (NEW.id, NEW.number, NEW.what, NEW.issue_id, NEW.asset_id, NEW.about_id, NEW.reported_by_id, NEW.at, NEW.words)
       IS DISTINCT FROM
       (OLD.id, OLD.number, OLD.what, OLD.issue_id, OLD.asset_id, OLD.about_id, OLD.reported_by_id, OLD.at, OLD.words)
    THEN
        RAISE EXCEPTION 'a report is closed once and never changed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE ON assets_incident FOR EACH ROW EXECUTE FUNCTION assets_incident_frozen();
"""
THAW = """
DROP TRIGGER frozen ON assets_issue; DROP FUNCTION assets_issue_frozen();
DROP TRIGGER frozen ON assets_incident; DROP FUNCTION assets_incident_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("assets", "0001_initial"), ("scope", "0001_scope_functions")]
    operations = [
        GuardFacts("assets_asset", actions=("assets.asset.register",)),
        GuardFacts("assets_issue", actions=(ISSUE, DECIDE, RETURN, REPORT)),
        GuardFacts("assets_incident", actions=(REPORT, CLOSE)),
        migrations.RunSQL(FREEZE, THAW),
    ]
