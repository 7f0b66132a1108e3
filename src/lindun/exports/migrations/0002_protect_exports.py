from django.db import migrations

from lindun.scope.operations import GuardFacts, ProtectTable

START, TAKE, PASSWORD, TEND, TRACE = (
    f"sharing.{deed}"
    for deed in ("export.start", "export.take", "export.password", "export.tend", "copy.trace")
)


class Migration(migrations.Migration):
    """Exports lie under the row scope like the people in them; decoys are digests and lie nowhere."""

    dependencies = [("exports", "0001_initial"), ("scope", "0001_scope_functions")]
    operations = [
        ProtectTable("exports_export"),
        GuardFacts("exports_export", actions=(START, TAKE, PASSWORD, TEND)),
        GuardFacts("exports_hiddenrow", actions=(START,)),
        GuardFacts("exports_markingkey", actions=(START, TRACE)),
    ]
