"""What a leaver does not hand back is reported from her exit file."""

from django.db import migrations, models

from lindun.scope.operations import AdmitDeed

WHAT = [
    ("passed_on", "Held by somebody it was not issued to"),
    ("lost", "Lost"),
    ("kept", "Not handed back by whoever left"),
    ("barred", "Medium, device or program that nobody approved"),
]


class Migration(migrations.Migration):
    dependencies = [("assets", "0002_frozen")]
    operations = [
        migrations.AlterField(
            model_name="incident", name="what", field=models.CharField(choices=WHAT, max_length=10)
        ),
        *(AdmitDeed(table, action="leaving.exit.settle") for table in ("assets_issue", "assets_incident")),
    ]
