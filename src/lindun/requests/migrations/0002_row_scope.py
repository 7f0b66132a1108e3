from django.db import migrations

from lindun.scope.operations import ProtectTable


class Migration(migrations.Migration):
    dependencies = [("requests", "0001_initial"), ("scope", "0001_scope_functions")]
    operations = [
        ProtectTable("requests_task"),
        ProtectTable("requests_lookup"),
        ProtectTable("requests_alert"),
    ]
