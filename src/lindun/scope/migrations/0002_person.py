"""The function that policies on a person's own rows ask: whose transaction is this?

It verifies the signed statement in the transaction-local setting `lindun.person`:

    person|expires (unix seconds)|backend pid|staff id|hex HMAC-SHA-256 over all before it

The first word keeps it apart from row scopes and ledger entries, which are signed with the same key.
"""

from django.db import migrations

CREATE = r"""
CREATE FUNCTION scope.person() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    statement text := current_setting('lindun.person', true);
    parts text[];
    message bytea;
    pads scope.signing_key;
BEGIN
    IF statement IS NULL OR statement = '' THEN
        RETURN NULL;
    END IF;
    parts := string_to_array(statement, '|');
    IF array_length(parts, 1) IS DISTINCT FROM 5 OR parts[1] <> 'person' THEN
        RAISE EXCEPTION 'the person statement is malformed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT * INTO STRICT pads FROM scope.signing_key;
    message := convert_to(array_to_string(parts[1:4], '|'), 'UTF8');
    IF encode(sha256(pads.outer_pad || sha256(pads.inner_pad || message)), 'hex') <> parts[5] THEN
        RAISE EXCEPTION 'the person statement is not signed by the gate' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF parts[3]::int <> pg_backend_pid() THEN
        RAISE EXCEPTION 'the person statement is not for this connection' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF parts[2]::bigint < extract(epoch FROM transaction_timestamp()) THEN
        RAISE EXCEPTION 'the person statement has expired' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN parts[4]::uuid;
END $$;
REVOKE ALL ON FUNCTION scope.person() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION scope.person() TO lindun_app, lindun_owner;
"""


class Migration(migrations.Migration):
    dependencies = [("scope", "0001_scope_functions")]
    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION scope.person();")]
