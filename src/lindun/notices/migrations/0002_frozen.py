"""Within reach only, by these deeds only; and what was submitted never changes, what was decided never again."""

from django.db import migrations

from lindun.scope.operations import GuardFacts, ProtectTable

FREEZE = """
CREATE FUNCTION notices_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'waiting' THEN
        RAISE EXCEPTION 'a decided text does not change' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (NEW.id, NEW.number, NEW.community_id, NEW.building_id, NEW.channel, NEW.text, NEW.found, NEW.digest,
        NEW.writer_id, NEW.written_at)
       IS DISTINCT FROM
       (OLD.id, OLD.number, OLD.community_id, OLD.building_id, OLD.channel, OLD.text, OLD.found, OLD.digest,
        OLD.writer_id, OLD.written_at) THEN
        RAISE EXCEPTION 'a submitted text does not change' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE ON notices_notice FOR EACH ROW EXECUTE FUNCTION notices_frozen();
"""
THAW = "DROP TRIGGER frozen ON notices_notice; DROP FUNCTION notices_frozen();"


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("scope", "0001_scope_functions")]
    operations = [
        ProtectTable("notices_notice"),
        GuardFacts("notices_notice", actions=("notices.notice.write", "notices.notice.decide")),
        migrations.RunSQL(FREEZE, THAW),
    ]
