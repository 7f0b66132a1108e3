"""The way `print`: paper for a task."""

from django.db import migrations, models

WAYS = [
    ("masked", "Masked only"),
    ("call", "May be called"),
    ("reveal", "May be opened"),
    ("print", "May be printed"),
]


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0006_ways_of_use")]
    operations = [
        migrations.AlterField(
            model_name="need", name="way", field=models.CharField(choices=WAYS, max_length=8)
        ),
    ]
