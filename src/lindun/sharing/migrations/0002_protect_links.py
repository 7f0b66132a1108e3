from django.db import migrations

from lindun.scope.operations import GuardFacts, ProtectTable

MAKE, REVOKE, PROVE, OPEN, CALL, TEND = (
    f"sharing.link.{verb}" for verb in ("make", "revoke", "prove", "open", "call", "tend")
)
ANSWER = "sharing.call.answer"

ONWARDS = """
CREATE FUNCTION sharing_only_onwards() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.link_id <> OLD.link_id OR NEW.views_left > OLD.views_left OR NEW.pin_failures < OLD.pin_failures
       OR (OLD.bound_digest IS NOT NULL AND NEW.bound_digest IS DISTINCT FROM OLD.bound_digest)
       OR (OLD.locked_at IS NOT NULL AND NEW.locked_at IS DISTINCT FROM OLD.locked_at)
       OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at) THEN
        RAISE EXCEPTION 'a link is used up, bound, locked and taken back, never the other way round'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_onwards BEFORE UPDATE ON sharing_linkstate
    FOR EACH ROW EXECUTE FUNCTION sharing_only_onwards();
"""
BACK = "DROP TRIGGER only_onwards ON sharing_linkstate; DROP FUNCTION sharing_only_onwards();"


class Migration(migrations.Migration):
    """A link is made in a passage for making one; what became of it moves onwards; calls lie in the row scope."""

    dependencies = [("sharing", "0001_initial"), ("scope", "0001_scope_functions")]
    operations = [
        ProtectTable("sharing_call"),
        GuardFacts("sharing_link", actions=(MAKE,)),
        GuardFacts("sharing_linkstate", actions=(MAKE, REVOKE, PROVE, OPEN)),
        GuardFacts("sharing_call", actions=(CALL, TEND, ANSWER)),
        migrations.RunSQL(ONWARDS, BACK),
    ]
