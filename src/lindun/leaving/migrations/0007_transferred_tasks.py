"""Who goes on with the tasks of somebody who is transferred; named once, like the rest of a transfer."""

import django.db.models.deletion
from django.db import migrations, models

AGAIN = """
DROP TRIGGER frozen ON leaving_transfer;
CREATE TRIGGER frozen BEFORE UPDATE ON leaving_transfer FOR EACH ROW
    EXECUTE FUNCTION scope.keep_frozen('id', 'number', 'staff_id', 'from_day', 'role', 'position', 'clearance', 'places',
        'old_role', 'old_clearance', 'old_places', {tasks}'recorded_by_id', 'second_factor', 'recorded_at');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("leaving", "0006_ended_earlier"),
        ("organisation", "0012_reminders_of_passwords"),
    ]
    operations = [
        migrations.AddField(
            model_name="transfer",
            name="tasks_to",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.staff",
            ),
        ),
        migrations.RunSQL(AGAIN.format(tasks="'tasks_to_id', "), AGAIN.format(tasks="")),
    ]
