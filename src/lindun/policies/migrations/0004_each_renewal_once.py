"""Each year's pledge is signed once, however often somebody clicks.

Signatures of before are numbered in the order in which they were made: a double click of then keeps both.
"""

from django.db import migrations, models

NUMBER = """
ALTER TABLE policies_signature NO FORCE ROW LEVEL SECURITY;
ALTER TABLE policies_signature DISABLE TRIGGER USER;
UPDATE policies_signature s SET renewal = n.renewal
FROM (SELECT id, row_number() OVER (PARTITION BY staff_id, text_id ORDER BY at, id) - 1 AS renewal
      FROM policies_signature WHERE text_id IS NOT NULL) n
WHERE n.id = s.id AND n.renewal > 0;
ALTER TABLE policies_signature ENABLE TRIGGER USER;
ALTER TABLE policies_signature FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("policies", "0003_kept")]
    operations = [
        migrations.AddField("signature", "renewal", models.PositiveSmallIntegerField(default=0)),
        migrations.RunSQL(NUMBER, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "signature",
            models.UniqueConstraint(
                fields=("staff", "text", "renewal"), name="policies_each_renewal_signed_once"
            ),
        ),
    ]
