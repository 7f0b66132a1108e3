"""What stands against a partner on a day, in one place; and who may change the rows it is read from, and how."""

from django.db import migrations

from lindun.scope.operations import GuardFacts

MISSING = """
CREATE FUNCTION partners_missing(partner uuid, day date) RETURNS text[] LANGUAGE sql STABLE AS $$
WITH bound AS (
    SELECT cardinality(c.clauses) AS confirmed FROM partners_contract c
    WHERE c.partner_id = $1 AND c.begins <= $2 AND $2 < least(c.ends, c.ended_on)
), assessed AS (
    SELECT a.id, a."on", a.failed FROM partners_assessment a
    WHERE a.partner_id = $1 AND a."on" <= $2 ORDER BY a."on" DESC, a.entered_at DESC LIMIT 1
)
SELECT array_remove(ARRAY[
    CASE WHEN EXISTS (
        SELECT FROM partners_breach b WHERE b.partner_id = $1 AND b.confirmed_at IS NOT NULL
        AND (b.closed_at IS NULL OR NOT EXISTS (
            SELECT FROM partners_opening o
            WHERE o.partner_id = $1 AND o.agreed AND o.decided_at > b.confirmed_at)))
    THEN 'partner.blocked' END,
    CASE WHEN NOT EXISTS (SELECT FROM partners_opening o WHERE o.partner_id = $1 AND o.agreed)
    THEN 'partner.not_opened' END,
    CASE WHEN NOT EXISTS (
        SELECT FROM partners_person p WHERE p.partner_id = $1 AND p.responsible AND p.removed_at IS NULL)
    THEN 'partner.person_missing' END,
    CASE WHEN NOT EXISTS (SELECT FROM bound) THEN 'partner.contract_missing'
         WHEN NOT EXISTS (SELECT FROM bound WHERE confirmed = 6) THEN 'partner.clauses_missing' END,
    CASE WHEN EXISTS (
        SELECT FROM partners_agreement a WHERE a.partner_id = $1 AND a.begins <= $2 AND $2 < a.ends) THEN NULL
         WHEN EXISTS (SELECT FROM partners_agreement a WHERE a.partner_id = $1 AND a.ends <= $2)
         THEN 'partner.agreement_expired'
         ELSE 'partner.agreement_missing' END,
    CASE WHEN NOT EXISTS (SELECT FROM assessed) THEN 'partner.assessment_missing' END,
    CASE WHEN EXISTS (
        SELECT FROM assessed a WHERE cardinality(a.failed) > 0 AND NOT EXISTS (
            SELECT FROM partners_waiver w WHERE w.assessment_id = a.id AND w.agreed AND $2 < w.until))
    THEN 'partner.assessment_failed' END,
    CASE WHEN EXISTS (SELECT FROM assessed a WHERE a."on" + interval '1 year' <= $2)
    THEN 'partner.check_overdue' END
], NULL)
$$;
CREATE FUNCTION partners_closed(consent uuid, day date) RETURNS text[] LANGUAGE sql STABLE AS $$
SELECT partners_missing(c.partner_id, $2) || array_remove(ARRAY[
    CASE WHEN c.agreed IS NULL THEN 'partner.consent_not_signed' END,
    CASE WHEN NOT c.agreed OR c.withdrawn_at IS NOT NULL OR $2 < c.begins OR c.ends <= $2
    THEN 'partner.consent_over' END,
    CASE WHEN $2 < k.begins OR least(k.ends, k.ended_on) <= $2 THEN 'partner.contract_over' END,
    CASE WHEN cardinality(k.clauses) < 6 AND NOT 'partner.clauses_missing' = ANY (partners_missing(c.partner_id, $2))
    THEN 'partner.clauses_missing' END
], NULL)
FROM partners_consent c JOIN partners_contract k ON k.id = c.contract_id WHERE c.id = $1
$$;
"""
WITHOUT = "DROP FUNCTION partners_closed(uuid, date); DROP FUNCTION partners_missing(uuid, date);"

FREEZE = """
CREATE FUNCTION partners_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before jsonb := to_jsonb(OLD);
    after jsonb := to_jsonb(NEW);
    free text[] := string_to_array(TG_ARGV[0], ',');
    once text[] := string_to_array(TG_ARGV[1], ',');
    name text;
BEGIN
    FOR name IN SELECT jsonb_object_keys(before) LOOP
        IF before -> name IS DISTINCT FROM after -> name AND NOT name = ANY (free)
           AND NOT (name = ANY (once) AND coalesce(before ->> name, '') = '') THEN
            RAISE EXCEPTION 'what was written about a partner stays' USING ERRCODE = 'insufficient_privilege';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
"""
THAW = "DROP FUNCTION partners_frozen();"

KEEP, ASK, DECIDE, CUT, TEND = (
    "partners.partner.keep",
    "partners.approval.ask",
    "partners.approval.decide",
    "partners.consent.cut",
    "partners.partner.tend",
)
WAIVE = "partners.waiver.decide"
REPORT, CONFIRM = "partners.breach.report", "partners.breach.confirm"
HANDING = ("sharing.link.make", "sharing.export.start")
DECIDED = "agreed,decided_by_id,decided_at"

# table: the deeds that change it, columns that may change, columns that are written once
TABLES = {
    "partner": ((KEEP,), "name,former,owner_id", ""),
    "opening": ((ASK, DECIDE), "", DECIDED),
    "contract": ((KEEP,), "clauses", "ended_on,certificate,certified_on,certified_by_id"),
    "agreement": ((KEEP,), "", ""),
    "person": ((KEEP,), "", "removed_at"),
    "assessment": ((KEEP,), "", ""),
    "waiver": ((ASK, WAIVE), "", DECIDED),
    "consent": ((ASK, DECIDE, CUT), "", f"{DECIDED},withdrawn_at"),
    "transfer": (HANDING, "", ""),
    "breach": ((REPORT, CONFIRM), "", "confirmed_by_id,confirmed_at,evidence,closed_at"),
    "remedy": ((CONFIRM,), "", "result,settled_at"),
    "reminder": ((TEND,), "", ""),
}


def frozen(table: str, free: str, once: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER frozen BEFORE UPDATE ON partners_{table}"
        f" FOR EACH ROW EXECUTE FUNCTION partners_frozen('{free}', '{once}')",
        f"DROP TRIGGER frozen ON partners_{table}",
    )


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_initial"), ("scope", "0001_scope_functions")]
    operations = [
        migrations.RunSQL(MISSING, WITHOUT),
        migrations.RunSQL(FREEZE, THAW),
        *(GuardFacts(f"partners_{table}", actions=deeds) for table, (deeds, _free, _once) in TABLES.items()),
        *(frozen(table, free, once) for table, (_deeds, free, once) in TABLES.items()),
    ]
