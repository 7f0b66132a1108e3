"""What opens begins undecided, and is decided by the deed for it and another person: not in the asker's passage.

The same with a leak: whoever may report one neither confirms it nor closes its case by that.
"""

from django.db import migrations

DECIDED = """
CREATE FUNCTION partners_decided_rightly() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF session_user = 'lindun_owner' OR (TG_OP = 'UPDATE' AND NEW.agreed IS NOT DISTINCT FROM OLD.agreed)
       OR (TG_OP = 'INSERT' AND NEW.agreed IS NULL) THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' OR scope.action() IS DISTINCT FROM TG_ARGV[0] THEN
        RAISE EXCEPTION 'it is decided by the deed for it' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (SELECT coalesce(same_person_as_id, id) FROM organisation_staff WHERE id = NEW.decided_by_id)
       = (SELECT coalesce(same_person_as_id, id) FROM organisation_staff WHERE id = NEW.asked_by_id) THEN
        RAISE EXCEPTION 'nobody agrees to what she asked for' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION partners_breach_rightly() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF session_user = 'lindun_owner' OR scope.action() IS DISTINCT FROM 'partners.breach.report' THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' OR NEW.confirmed_at IS NOT NULL OR NEW.closed_at IS NOT NULL THEN
        RAISE EXCEPTION 'a report decides nothing' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rightly BEFORE INSERT OR UPDATE ON partners_breach
    FOR EACH ROW EXECUTE FUNCTION partners_breach_rightly();
"""
UNDONE = """
DROP TRIGGER rightly ON partners_breach;
DROP FUNCTION partners_breach_rightly(), partners_decided_rightly();
"""
DECIDES = {
    "opening": "partners.approval.decide",
    "consent": "partners.approval.decide",
    "waiver": "partners.waiver.decide",
}


def decided(table: str, action: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER rightly BEFORE INSERT OR UPDATE ON partners_{table}"
        f" FOR EACH ROW EXECUTE FUNCTION partners_decided_rightly('{action}')",
        f"DROP TRIGGER rightly ON partners_{table}",
    )


class Migration(migrations.Migration):
    dependencies = [("partners", "0002_protect_partners"), ("organisation", "0007_one_person_two_accounts")]
    operations = [
        migrations.RunSQL(DECIDED, UNDONE),
        *(decided(table, action) for table, action in DECIDES.items()),
    ]
