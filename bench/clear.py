"""The other side: the same residents in clear, in a plain table with the indexes the same searches need."""

from __future__ import annotations

from pathlib import Path

from django.db import connections, models

from bench import company

COLUMNS = "number, building, unit, room, name, phone, id_number, plate, move_in, remark"
_TABLE = """
CREATE TABLE bench_resident (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(), community_id int NOT NULL DEFAULT 1,
    number text, building text, unit text, room text, name text, phone text, id_number text, plate text,
    move_in text, remark text
);
CREATE INDEX ON bench_resident (community_id, name);
CREATE INDEX ON bench_resident (community_id, left(name, 1));
CREATE INDEX ON bench_resident (community_id, substr(name, 2));
CREATE INDEX ON bench_resident (phone);
CREATE INDEX ON bench_resident (community_id, right(phone, 4));
CREATE INDEX ON bench_resident (plate);
CREATE INDEX ON bench_resident (community_id, right(plate, 5));
CREATE INDEX ON bench_resident (community_id, right(plate, 6));
CREATE INDEX ON bench_resident (building, unit, room);
GRANT SELECT ON bench_resident TO lindun_app;
"""


class ClearResident(models.Model):
    """A resident as a plain Django application keeps one."""

    id = models.UUIDField(primary_key=True)
    community_id = models.IntegerField()
    building = models.TextField()
    unit = models.TextField()
    room = models.TextField()
    name = models.TextField()
    phone = models.TextField()
    id_number = models.TextField()
    plate = models.TextField()
    move_in = models.TextField()
    remark = models.TextField()

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "bench_resident"


def create() -> None:
    """Make the table, as the owner of the database."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(_TABLE)


def copy(roster: Path) -> None:
    """COPY a CSV roster as it is, durable."""
    with company.superuser() as database, database.cursor() as cursor:
        with cursor.copy(f"COPY bench_resident ({COLUMNS}) FROM STDIN (FORMAT csv, HEADER)") as target:
            target.write(roster.read_bytes())
        database.commit()
