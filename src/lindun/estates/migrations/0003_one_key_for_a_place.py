import django.db.models.deletion
from django.db import migrations, models

# One key for building and community together: it also holds that the building lies in that community, and it
# is looked up once for a row, not twice.
PLACE = """
ALTER TABLE estates_building ADD CONSTRAINT estates_building_place UNIQUE (id, community_id);
ALTER TABLE estates_dwelling
    ADD CONSTRAINT estates_dwelling_place UNIQUE (id, building_id, community_id),
    ADD CONSTRAINT estates_dwelling_in_building
        FOREIGN KEY (building_id, community_id) REFERENCES estates_building (id, community_id);
"""
NO_PLACE = """
ALTER TABLE estates_dwelling
    DROP CONSTRAINT estates_dwelling_in_building, DROP CONSTRAINT estates_dwelling_place;
ALTER TABLE estates_building DROP CONSTRAINT estates_building_place;
"""


class Migration(migrations.Migration):
    """The indexes that go are the beginnings of others."""

    dependencies = [("estates", "0002_row_scope")]
    operations = [
        migrations.AlterField(
            "dwelling",
            "community",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="estates.community",
            ),
        ),
        migrations.AlterField(
            "dwelling",
            "building",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="estates.building",
            ),
        ),
        migrations.RunSQL(PLACE, NO_PLACE),
    ]
