from django.db import migrations

from lindun.scope.operations import ProtectTable


class Migration(migrations.Migration):
    dependencies = [("residents", "0001_initial"), ("scope", "0001_scope_functions")]
    operations = [
        ProtectTable("residents_resident"),
        ProtectTable("residents_rosterimport", building=""),
        ProtectTable("residents_rosterrow", building=""),
    ]
