"""Within reach only, by these deeds only; what was asked for never changes, what was decided or returned stays."""

from django.db import migrations

from lindun.scope.operations import GuardFacts, ProtectTable

FREEZE = """
CREATE FUNCTION exits_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.number, NEW.community_id, NEW.building_id, NEW.thing, NEW.what, NEW.why, NEW.holder_id,
        NEW.asked_at, NEW.begins, NEW.until)
       IS DISTINCT FROM
       (OLD.id, OLD.number, OLD.community_id, OLD.building_id, OLD.thing, OLD.what, OLD.why, OLD.holder_id,
        OLD.asked_at, OLD.begins, OLD.until) THEN
        RAISE EXCEPTION 'a permit does not change' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.state <> 'waiting' AND (NEW.state, NEW.decided_by_id, NEW.decided_at, NEW.words)
       IS DISTINCT FROM (OLD.state, OLD.decided_by_id, OLD.decided_at, OLD.words) THEN
        RAISE EXCEPTION 'a decided permit stays decided' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.returned_at IS NOT NULL AND (NEW.returned_at, NEW.returned_to_id)
       IS DISTINCT FROM (OLD.returned_at, OLD.returned_to_id) THEN
        RAISE EXCEPTION 'what is back stays back' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE ON exits_exitpermit FOR EACH ROW EXECUTE FUNCTION exits_frozen();
"""
THAW = "DROP TRIGGER frozen ON exits_exitpermit; DROP FUNCTION exits_frozen();"
DEEDS = ("exits.permit.ask", "exits.permit.decide", "exits.permit.return", "exits.permit.tend")


class Migration(migrations.Migration):
    dependencies = [("exits", "0001_initial"), ("scope", "0001_scope_functions")]
    operations = [
        ProtectTable("exits_exitpermit"),
        GuardFacts("exits_exitpermit", actions=DEEDS),
        migrations.RunSQL(FREEZE, THAW),
    ]
