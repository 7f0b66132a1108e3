"""The catalogue grows by a second person's decision alone; what was proposed and decided stays."""

from django.db import migrations

from lindun.scope.operations import GuardFacts

FOUNDING, PROPOSE, DECIDE = (
    "organisation.company.found",
    "catalogue.entry.propose",
    "catalogue.entry.decide",
)
FREEZE = """
CREATE FUNCTION catalogue_entry_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'proposed'
       OR to_jsonb(NEW) - ARRAY['state', 'decided_by_id', 'decided_at']
          <> to_jsonb(OLD) - ARRAY['state', 'decided_by_id', 'decided_at'] THEN
        RAISE EXCEPTION 'a proposal is decided once and never changed'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE ON catalogue_entry
    FOR EACH ROW EXECUTE FUNCTION catalogue_entry_frozen();
"""
THAW = "DROP TRIGGER frozen ON catalogue_entry; DROP FUNCTION catalogue_entry_frozen();"


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0004_entry"), ("scope", "0001_scope_functions")]
    operations = [
        GuardFacts("catalogue_entry", actions=(PROPOSE, DECIDE)),
        GuardFacts("catalogue_dataitem", actions=(FOUNDING, DECIDE)),
        GuardFacts("catalogue_purpose", actions=(FOUNDING, DECIDE)),
        migrations.RunSQL(FREEZE, THAW),
    ]
