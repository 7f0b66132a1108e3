from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisation", "0014_guard_teams")]

    operations = [
        migrations.AddIndex(
            model_name="staff",
            index=models.Index(fields=["status", "role"], name="organisation_by_status"),
        ),
    ]
