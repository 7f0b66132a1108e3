"""In the stead of a sheet of which no paper is left another is printed, under a number of its own."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

COLUMNS = (
    "id",
    "number",
    "task_id",
    "holder_id",
    "people",
    "items",
    "masked",
    "customer",
    "printed_at",
    "due",
)
FREEZE = """
DROP TRIGGER frozen ON papers_sheet;
CREATE TRIGGER frozen BEFORE UPDATE ON papers_sheet FOR EACH ROW EXECUTE FUNCTION scope.keep_frozen({columns});
"""


def frozen(*more: str) -> str:
    return FREEZE.format(columns=", ".join(f"'{name}'" for name in (*COLUMNS, *more)))


class Migration(migrations.Migration):
    dependencies = [("papers", "0002_frozen")]
    operations = [
        migrations.AlterField(
            model_name="sheet",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="sheets", to="requests.task"
            ),
        ),
        migrations.AddField(
            model_name="sheet",
            name="instead_of",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="papers.sheet",
            ),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.UniqueConstraint(
                condition=~Q(end__in=("destroyed", "never")), fields=("task",), name="papers_one_out_a_task"
            ),
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.UniqueConstraint(
                condition=Q(instead_of=None), fields=("task",), name="papers_one_begins_a_task"
            ),
        ),
        migrations.RunSQL(frozen("instead_of_id"), frozen()),
    ]
