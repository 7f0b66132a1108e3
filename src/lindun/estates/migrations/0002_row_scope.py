from django.db import migrations

from lindun.scope.operations import ProtectTable


class Migration(migrations.Migration):
    dependencies = [("estates", "0001_initial"), ("scope", "0001_scope_functions")]
    operations = [ProtectTable("estates_dwelling")]
