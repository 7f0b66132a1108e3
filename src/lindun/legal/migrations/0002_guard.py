"""Recorded and answered by these deeds only; what was recorded never changes, and it is answered once."""

from django.db import migrations

from lindun.scope.operations import GuardFacts

ONCE = """
CREATE FUNCTION legal_answered_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'waiting' OR NOT NEW.papers @> OLD.papers
       OR (NEW.id, NEW.number, NEW.asker, NEW.office, NEW.file_number, NEW.wanted, NEW.recorded_by_id, NEW.recorded_at)
       IS DISTINCT FROM
       (OLD.id, OLD.number, OLD.asker, OLD.office, OLD.file_number, OLD.wanted, OLD.recorded_by_id, OLD.recorded_at)
    THEN
        RAISE EXCEPTION 'what an outsider asked for does not change, nor does the answer'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answered_once BEFORE UPDATE ON legal_enquiry FOR EACH ROW EXECUTE FUNCTION legal_answered_once();
"""
UNDO = "DROP TRIGGER answered_once ON legal_enquiry; DROP FUNCTION legal_answered_once();"
ACTIONS = ("legal.enquiry.record", "legal.enquiry.decide")


class Migration(migrations.Migration):
    dependencies = [("legal", "0001_initial"), ("scope", "0001_scope_functions")]
    operations = [GuardFacts("legal_enquiry", actions=ACTIONS), migrations.RunSQL(ONCE, UNDO)]
