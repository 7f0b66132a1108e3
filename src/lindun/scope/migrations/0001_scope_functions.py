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

CREATE FUNCTION scope.refuse(reason text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', reason USING ERRCODE = 'insufficient_privilege';
END $$;

-- As few expressions as can be: each is prepared anew in every transaction. Those after the first IF run only
-- when it fails, and say why.
CREATE FUNCTION scope.verified() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    parts text[] := string_to_array(nullif(current_setting('lindun.scope', true), ''), '|');
    pads scope.signing_key;
    signed boolean;
BEGIN
    IF parts IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT * INTO STRICT pads FROM scope.signing_key;
    signed := encode(sha256(pads.outer_pad || sha256(pads.inner_pad
        || convert_to(array_to_string(parts[1:6], '|'), 'UTF8'))), 'hex') = parts[7];
    IF signed AND array_length(parts, 1) = 7 AND parts[1] = 'v1' AND parts[3]::int = pg_backend_pid()
        AND parts[2]::bigint >= extract(epoch FROM transaction_timestamp())
    THEN
        RETURN parts;
    END IF;
    PERFORM scope.refuse('the scope statement is ' || CASE
        WHEN array_length(parts, 1) <> 7 THEN 'malformed'
        WHEN NOT signed THEN 'not signed by the gate'
        WHEN parts[1] <> 'v1' OR parts[3]::int <> pg_backend_pid() THEN 'not for this connection'
        ELSE 'expired' END);
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
