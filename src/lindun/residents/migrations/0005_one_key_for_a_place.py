import django.db.models.deletion
from django.db import migrations, models

# One key for dwelling, building and community together: it also holds that they belong to each other, and it
# is looked up once for a row, not three times. So with an import and its community.
PLACE = """
ALTER TABLE residents_rosterimport ADD CONSTRAINT residents_roster_place UNIQUE (id, community_id);
ALTER TABLE residents_resident
    ADD CONSTRAINT residents_resident_lives_in
        FOREIGN KEY (dwelling_id, building_id, community_id)
        REFERENCES estates_dwelling (id, building_id, community_id),
    ADD CONSTRAINT residents_resident_brought_by
        FOREIGN KEY (brought_by_id, community_id) REFERENCES residents_rosterimport (id, community_id);
ALTER TABLE residents_rosterrow
    ADD CONSTRAINT residents_row_of_roster
        FOREIGN KEY (roster_id, community_id) REFERENCES residents_rosterimport (id, community_id);
"""
NO_PLACE = """
ALTER TABLE residents_rosterrow DROP CONSTRAINT residents_row_of_roster;
ALTER TABLE residents_resident
    DROP CONSTRAINT residents_resident_lives_in, DROP CONSTRAINT residents_resident_brought_by;
ALTER TABLE residents_rosterimport DROP CONSTRAINT residents_roster_place;
"""


class Migration(migrations.Migration):
    """The indexes that go are the beginnings of others, or nobody looks by them."""

    dependencies = [("residents", "0004_guard_facts"), ("estates", "0003_one_key_for_a_place")]
    operations = [
        migrations.AlterField(
            "resident",
            "community",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="estates.community",
            ),
        ),
        migrations.AlterField(
            "resident",
            "building",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="estates.building",
            ),
        ),
        migrations.AlterField(
            "resident",
            "dwelling",
            models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="residents",
                to="estates.dwelling",
            ),
        ),
        migrations.AlterField(
            "resident",
            "brought_by",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="residents.rosterimport",
            ),
        ),
        migrations.AlterField(
            "rosterrow",
            "roster",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rows",
                to="residents.rosterimport",
            ),
        ),
        migrations.AlterField(
            "rosterrow",
            "community",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="estates.community",
            ),
        ),
        migrations.RunSQL(PLACE, NO_PLACE),
    ]
