from django.db import migrations

from lindun.scope.operations import GuardFacts

MAKE, REVOKE, PROVE = (f"sharing.link.{verb}" for verb in ("make", "revoke", "prove"))

ONWARDS = """
CREATE OR REPLACE FUNCTION sharing_only_onwards() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.link_id <> OLD.link_id OR NEW.views_left > OLD.views_left OR NEW.calls_left > OLD.calls_left
       OR NEW.pin_failures < OLD.pin_failures
       OR (OLD.bound_digest IS NOT NULL AND NEW.bound_digest IS DISTINCT FROM OLD.bound_digest)
       OR (OLD.locked_at IS NOT NULL AND NEW.locked_at IS DISTINCT FROM OLD.locked_at)
       OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at) THEN
        RAISE EXCEPTION 'a link is used up, bound, locked and taken back, never the other way round'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    """Views and calls are taken by the gate as it writes its entry, and by no other passage."""

    dependencies = [("sharing", "0004_linkstate_calls_left")]
    operations = [
        migrations.RunSQL(ONWARDS, migrations.RunSQL.noop),
        GuardFacts("sharing_linkstate", actions=(MAKE, REVOKE, PROVE, "residents.item.reveal")),
    ]
