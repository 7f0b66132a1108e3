"""The functions that row-level-security policies ask: which communities, which buildings?

They verify the signed statement in the transaction-local setting `lindun.scope`:

    version|expires (unix seconds)|backend pid|communities|buildings|action|hex HMAC-SHA-256 over all before it

HMAC is written out over the built-in sha256() (RFC 2104), as pgcrypto is not part of the embedded server.
The policies call the functions inside a scalar sub-select, so that they run once per statement.
"""

from django.db import migrations

CREATE = r"""
CREATE SCHEMA scope;
REVOKE ALL ON SCHEMA scope FROM PUBLIC;
GRANT USAGE ON SCHEMA scope TO lindun_app, lindun_sealer;

CREATE TABLE scope.signing_key (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    inner_pad bytea NOT NULL CHECK (length(inner_pad) = 64),
    outer_pad bytea NOT NULL CHECK (length(outer_pad) = 64)
);
REVOKE ALL ON scope.signing_key FROM PUBLIC, lindun_app, lindun_sealer;

CREATE FUNCTION scope.verified() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    statement text := current_setting('lindun.scope', true);
    parts text[];
    message bytea;
    pads scope.signing_key;
BEGIN
    IF statement IS NULL OR statement = '' THEN
        RETURN NULL;
    END IF;
    parts := string_to_array(statement, '|');
    IF array_length(parts, 1) IS DISTINCT FROM 7 THEN
        RAISE EXCEPTION 'the scope statement is malformed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT * INTO STRICT pads FROM scope.signing_key;
    message := convert_to(array_to_string(parts[1:6], '|'), 'UTF8');
    IF encode(sha256(pads.outer_pad || sha256(pads.inner_pad || message)), 'hex') <> parts[7] THEN
        RAISE EXCEPTION 'the scope statement is not signed by the gate' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF parts[1] <> 'v1' OR parts[3]::int <> pg_backend_pid() THEN
        RAISE EXCEPTION 'the scope statement is not for this connection' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF parts[2]::bigint < extract(epoch FROM transaction_timestamp()) THEN
        RAISE EXCEPTION 'the scope statement has expired' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN parts;
END $$;

-- Thin and without settings of their own, so that the planner puts their bodies into the query.
CREATE FUNCTION scope.communities() RETURNS int[] LANGUAGE sql STABLE AS
$$ SELECT coalesce(string_to_array(nullif((scope.verified())[4], ''), ',')::int[], '{}') $$;

CREATE FUNCTION scope.buildings() RETURNS int[] LANGUAGE sql STABLE AS
$$ SELECT coalesce(string_to_array(nullif((scope.verified())[5], ''), ',')::int[], '{}') $$;

CREATE FUNCTION scope.action() RETURNS text LANGUAGE sql STABLE AS
$$ SELECT (scope.verified())[6] $$;

CREATE FUNCTION scope.guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF session_user <> 'lindun_owner' AND NOT coalesce(scope.action() = ANY (TG_ARGV), false) THEN
        RAISE EXCEPTION 'a fact of % changes only inside a passage for it', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA scope FROM PUBLIC;
GRANT EXECUTE ON FUNCTION scope.verified(), scope.communities(), scope.buildings(), scope.action()
    TO lindun_app, lindun_sealer, lindun_owner;
"""

DROP = "DROP SCHEMA scope CASCADE;"


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [migrations.RunSQL(CREATE, DROP)]
