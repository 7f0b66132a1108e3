from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("residents", "0002_row_scope")]

    operations = [
        migrations.AddField(
            model_name="rosterimport",
            name="findings",
            field=models.JSONField(default=dict),
        ),
    ]
