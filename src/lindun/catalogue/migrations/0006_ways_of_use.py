from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0005_guard_entries"),
    ]

    operations = [
        migrations.AlterField(
            model_name="need",
            name="way",
            field=models.CharField(
                choices=[("masked", "Masked only"), ("call", "May be called"), ("reveal", "May be opened")],
                max_length=8,
            ),
        ),
    ]
