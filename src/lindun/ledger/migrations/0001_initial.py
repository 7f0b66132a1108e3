"""The ledger's tables. Append-only is enforced by triggers, for every role that does not disable them.

An entry is inserted as its canonical text alone; id, actor, action and subjects are computed from it, so the
columns that are searched cannot disagree with the text that is hashed. `xid` lets the sealer take entries of
finished transactions only. The time of an entry is the time of its id (UUIDv7), so ranges of time are ranges
of the primary key.
"""

from django.db import migrations, models

CREATE = """
CREATE TABLE ledger_entry (
    id uuid GENERATED ALWAYS AS ((body::json ->> 'id')::uuid) STORED PRIMARY KEY,
    body text NOT NULL CHECK (octet_length(body) <= 65535),
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    actor text NOT NULL GENERATED ALWAYS AS (body::json ->> 'actor') STORED,
    action text NOT NULL GENERATED ALWAYS AS (body::json ->> 'action') STORED,
    subjects jsonb GENERATED ALWAYS AS ((body::json -> 'subjects')::jsonb) STORED,
    CHECK (substr(id::text, 15, 1) = '7')
);
CREATE INDEX ledger_entry_xid ON ledger_entry (xid);
CREATE INDEX ledger_entry_actor ON ledger_entry (actor, id);
CREATE INDEX ledger_entry_corrections ON ledger_entry (id) WHERE action = 'ledger.clock.corrected';
CREATE INDEX ledger_entry_subjects ON ledger_entry USING gin (subjects jsonb_path_ops);

CREATE TABLE ledger_leaf (
    index bigint PRIMARY KEY CHECK (index >= 0),
    entry uuid NOT NULL UNIQUE,
    hash bytea NOT NULL CHECK (length(hash) = 32),
    tile_roots bytea CHECK (tile_roots IS NULL OR length(tile_roots) % 32 = 0 AND (index + 1) % 256 = 0)
);
CREATE TABLE ledger_checkpoint (
    size bigint PRIMARY KEY CHECK (size > 0),
    root bytea NOT NULL CHECK (length(root) = 32),
    note text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE ledger_mirror (
    name text PRIMARY KEY,
    size bigint NOT NULL DEFAULT 0,
    current_at timestamptz,
    error text NOT NULL DEFAULT '',
    error_at timestamptz
);

CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_leaf
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_checkpoint
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON ledger_entry EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON ledger_leaf EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON ledger_checkpoint EXECUTE FUNCTION ledger_refuse_change();
"""

DROP = """
DROP TABLE ledger_entry, ledger_leaf, ledger_checkpoint, ledger_mirror;
DROP FUNCTION ledger_refuse_change();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.RunSQL(
            CREATE,
            DROP,
            state_operations=[
                migrations.CreateModel(
                    name="StoredEntry",
                    fields=[
                        ("id", models.UUIDField(primary_key=True, serialize=False)),
                        ("body", models.TextField()),
                        ("actor", models.TextField()),
                        ("action", models.TextField()),
                        ("subjects", models.JSONField(null=True)),
                    ],
                    options={"db_table": "ledger_entry", "managed": False},
                ),
                migrations.CreateModel(
                    name="Leaf",
                    fields=[
                        ("index", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("entry", models.UUIDField(unique=True)),
                        ("hash", models.BinaryField()),
                        ("tile_roots", models.BinaryField(null=True)),
                    ],
                    options={"db_table": "ledger_leaf", "managed": False},
                ),
                migrations.CreateModel(
                    name="SignedCheckpoint",
                    fields=[
                        ("size", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("root", models.BinaryField()),
                        ("note", models.TextField()),
                        ("at", models.DateTimeField()),
                    ],
                    options={"db_table": "ledger_checkpoint", "managed": False},
                ),
                migrations.CreateModel(
                    name="MirrorState",
                    fields=[
                        ("name", models.TextField(primary_key=True, serialize=False)),
                        ("size", models.BigIntegerField()),
                        ("current_at", models.DateTimeField(null=True)),
                        ("error", models.TextField()),
                        ("error_at", models.DateTimeField(null=True)),
                    ],
                    options={"db_table": "ledger_mirror", "managed": False},
                ),
            ],
        )
    ]
