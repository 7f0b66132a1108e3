"""Entries come from the gate alone: serving has no right to INSERT, only to call a function that checks a MAC.

SQL injected into the serving connection could otherwise enter deeds of other people, or entries that no
reader can read, or of next year, after which the sealer refuses every other.
"""

from django.db import migrations

CREATE = """
-- One statement of SQL: variables and conditions of PL/pgSQL would be prepared anew in every transaction. Its
-- names are bound when it is made, so no search path can mislead it.
CREATE FUNCTION ledger_append(entry text, mac bytea) RETURNS void LANGUAGE sql SECURITY DEFINER
BEGIN ATOMIC
    INSERT INTO ledger_entry (body)
    SELECT CASE
        WHEN sha256(outer_pad || sha256(inner_pad || convert_to('entry|' || entry, 'UTF8'))) = mac THEN entry
        ELSE scope.refuse('the entry is not written by the gate') END
    FROM (SELECT) always LEFT JOIN scope.signing_key ON true;  -- without a key too, so that it is refused
END;
REVOKE ALL ON FUNCTION ledger_append(text, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_append(text, bytea) TO lindun_app;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("scope", "0001_scope_functions")]
    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION ledger_append(text, bytea);")]
