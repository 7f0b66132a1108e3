"""A list of staff may enter people, and nothing else may write lists; what became of a row stays said."""

from django.db import migrations

from lindun.scope.operations import AdmitDeed, GuardFacts

KEEP = """
CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON personnel_stafflistrow
    FOR EACH STATEMENT EXECUTE FUNCTION personnel_only_added_to();
"""
IMPORT = "personnel.list.import"
OF_PEOPLE = (
    "auth_user",
    "organisation_staff",
    "organisation_assignment",
    "organisation_password",
    "organisation_desk",
    "standing_fulfilment",
)


class Migration(migrations.Migration):
    dependencies = [
        ("personnel", "0003_staff_lists"),
        ("organisation", "0013_staff_hired_on"),
        ("standing", "0002_what_posts_ask"),
        ("scope", "0001_scope_functions"),
    ]
    operations = [
        GuardFacts("personnel_stafflist", actions=(IMPORT,)),
        GuardFacts("personnel_stafflistrow", actions=(IMPORT,)),
        migrations.RunSQL(KEEP, "DROP TRIGGER only_added_to ON personnel_stafflistrow;"),
        *(AdmitDeed(table, action=IMPORT) for table in OF_PEOPLE),
        AdmitDeed("organisation_staff", action="personnel.list.confirm"),
    ]
