"""Orders lie in their communities; a key comes into being by its deeds only, and what was done to it stays."""

from django.db import migrations

from lindun.scope.operations import GuardFacts, ProtectTable

FREEZE = """
CREATE FUNCTION orders_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.number, NEW.name, NEW.communities, NEW.proposed_by_id, NEW.proposed_at, NEW.expires_at)
       IS DISTINCT FROM
       (OLD.id, OLD.number, OLD.name, OLD.communities, OLD.proposed_by_id, OLD.proposed_at, OLD.expires_at)
       OR (OLD.state <> 'waiting' AND (NEW.state, NEW.decided_by_id, NEW.decided_at)
           IS DISTINCT FROM (OLD.state, OLD.decided_by_id, OLD.decided_at))
       OR (OLD.taken_at IS NOT NULL AND (NEW.key, NEW.taken_at) IS DISTINCT FROM (OLD.key, OLD.taken_at))
       OR (OLD.revoked_at IS NOT NULL AND (NEW.revoked_at, NEW.revoked_by_id)
           IS DISTINCT FROM (OLD.revoked_at, OLD.revoked_by_id)) THEN
        RAISE EXCEPTION 'a key of a system is not changed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE ON orders_system FOR EACH ROW EXECUTE FUNCTION orders_frozen();
"""
THAW = "DROP TRIGGER frozen ON orders_system; DROP FUNCTION orders_frozen();"
SYSTEM = tuple(f"orders.system.{verb}" for verb in ("propose", "decide", "take", "revoke"))
ORDER = ("orders.order.keep", "orders.order.assign")


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial"), ("scope", "0001_scope_functions")]
    operations = [
        ProtectTable("orders_received"),
        GuardFacts("orders_received", actions=ORDER),
        GuardFacts("orders_system", actions=SYSTEM),
        migrations.RunSQL(FREEZE, THAW),
    ]
