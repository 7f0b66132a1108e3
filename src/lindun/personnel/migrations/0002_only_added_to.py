from django.db import migrations

from lindun.scope.operations import GuardFacts

KEEP = """
CREATE FUNCTION personnel_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'commendations are only added to' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON personnel_commendation
    FOR EACH STATEMENT EXECUTE FUNCTION personnel_only_added_to();
CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON personnel_commended
    FOR EACH STATEMENT EXECUTE FUNCTION personnel_only_added_to();
"""
UNDONE = """
DROP TRIGGER only_added_to ON personnel_commended;
DROP TRIGGER only_added_to ON personnel_commendation;
DROP FUNCTION personnel_only_added_to();
"""
GIVEN = ("personnel.commendation.give",)


class Migration(migrations.Migration):
    dependencies = [("personnel", "0001_commendations"), ("scope", "0001_scope_functions")]
    operations = [
        GuardFacts("personnel_commendation", actions=GIVEN),
        GuardFacts("personnel_commended", actions=GIVEN),
        migrations.RunSQL(KEEP, UNDONE),
    ]
