"""Entries come from the gate alone: serving has no right to INSERT, only to call a function that checks a MAC.

SQL injected into the serving connection could otherwise enter deeds of other people, or entries that no
reader can read, or of next year, after which the sealer refuses every other.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION ledger_append(entry text, mac bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    pads scope.signing_key;
BEGIN
    SELECT * INTO STRICT pads FROM scope.signing_key;
    IF sha256(pads.outer_pad || sha256(pads.inner_pad || convert_to('entry|' || entry, 'UTF8')))
        IS DISTINCT FROM mac
    THEN
        RAISE EXCEPTION 'the entry is not written by the gate' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO public.ledger_entry (body) VALUES (entry);
END $$;
REVOKE ALL ON FUNCTION ledger_append(text, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_append(text, bytea) TO lindun_app;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("scope", "0001_scope_functions")]
    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION ledger_append(text, bytea);")]
