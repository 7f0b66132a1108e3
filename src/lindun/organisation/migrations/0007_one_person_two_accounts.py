import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from lindun.scope.operations import GuardFacts

ACTIONS = ("organisation.staff.change", "organisation.staff.confirm", "organisation.company.found")
COLUMNS = ("id", "user_id", "role", "clearance", "status", "raised_by_id", "same_person_as_id")

ONE_PERSON = """
CREATE FUNCTION organisation_one_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.same_person_as_id IS DISTINCT FROM OLD.same_person_as_id THEN
        RAISE EXCEPTION 'whose account it is is said when it is opened, and never changes'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF TG_OP = 'INSERT' AND EXISTS (
        SELECT FROM organisation_staff s WHERE s.id = NEW.same_person_as_id AND s.same_person_as_id IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'name the first account of a person, not another one' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER one_person BEFORE INSERT OR UPDATE OF same_person_as_id ON organisation_staff
    FOR EACH ROW EXECUTE FUNCTION organisation_one_person();
"""
UNDONE = "DROP TRIGGER one_person ON organisation_staff; DROP FUNCTION organisation_one_person();"


class Migration(migrations.Migration):
    """A second account of somebody says whose it is: what takes two people takes two persons."""

    dependencies = [("organisation", "0006_second_person")]
    operations = [
        migrations.AddField(
            model_name="staff",
            name="same_person_as",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="other_accounts",
                to="organisation.staff",
            ),
        ),
        migrations.AddConstraint(
            model_name="staff",
            constraint=models.CheckConstraint(
                condition=Q(same_person_as=None) | ~Q(same_person_as=F("id")),
                name="organisation_another_account",
            ),
        ),
        migrations.RunSQL(ONE_PERSON, UNDONE),
        GuardFacts("organisation_staff", actions=ACTIONS, columns=COLUMNS),
    ]
