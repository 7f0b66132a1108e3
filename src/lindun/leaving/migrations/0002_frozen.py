"""By these deeds only. What was recorded stays; a file is not closed while something of it is missing.

The last rule is one of the database too: whoever has the serving role's connection closes nothing early.
"""

from django.db import migrations

from lindun.scope.operations import GuardFacts

RECORD, SETTLE, REVIEW = "leaving.exit.record", "leaving.exit.settle", "leaving.exit.review"
SIGN, WITNESS, AUTHORISE = "leaving.pledge.sign", "leaving.refusal.witness", "leaving.refusal.authorise"
CLOSE, KEEP = "leaving.exit.close", "leaving.system.keep"
TRANSFER, LOOKED = "leaving.transfer.record", "leaving.transfer.review"
SYSTEMS = ("门禁系统", "监控平台", "收费系统", "企业微信或钉钉")

FREEZE = """
CREATE FUNCTION leaving_person(uuid) RETURNS uuid LANGUAGE sql STABLE AS
$$ SELECT coalesce(same_person_as_id, id) FROM organisation_staff WHERE id = $1 $$;

CREATE FUNCTION leaving_parted(departure uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM leaving_signature WHERE departure_id = departure) OR EXISTS (
        SELECT FROM leaving_refusal r JOIN leaving_departure d ON d.id = r.departure_id
        WHERE r.departure_id = departure AND r.authorised_at IS NOT NULL
          AND leaving_person(r.authorised_by_id) NOT IN (d.person_id, leaving_person(r.recorded_by_id))
          AND (SELECT count(DISTINCT leaving_person(w.staff_id)) FROM leaving_witness w
               WHERE w.refusal_id = r.departure_id AND w.said_at IS NOT NULL AND leaving_person(w.staff_id)
                     NOT IN (d.person_id, leaving_person(r.recorded_by_id), leaving_person(r.authorised_by_id))
              ) >= 2)
$$;

CREATE FUNCTION leaving_departure_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.closed_at IS NOT NULL OR OLD.cancelled_at IS NOT NULL
       OR (NEW.id, NEW.number, NEW.person_id, NEW.cause, NEW.secrets_until, NEW.recorded_by_id, NEW.recorded_at)
       IS DISTINCT FROM
       (OLD.id, OLD.number, OLD.person_id, OLD.cause, OLD.secrets_until, OLD.recorded_by_id, OLD.recorded_at)
       OR (OLD.ended_at IS NOT NULL AND (NEW.ended_at, NEW.from_day) IS DISTINCT FROM (OLD.ended_at, OLD.from_day))
       OR (OLD.interviewed_at IS NOT NULL AND (NEW.interview, NEW.interviewed_by_id, NEW.interviewed_at)
           IS DISTINCT FROM (OLD.interview, OLD.interviewed_by_id, OLD.interviewed_at))
       OR (OLD.reviewed_at IS NOT NULL AND (NEW.review, NEW.reviewed_by_id, NEW.reviewed_at)
           IS DISTINCT FROM (OLD.review, OLD.reviewed_by_id, OLD.reviewed_at)) THEN
        RAISE EXCEPTION 'what stands in an exit file stays' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.closed_at IS NOT NULL AND (
        NEW.ended_at IS NULL OR NEW.interviewed_at IS NULL OR NEW.reviewed_at IS NULL
        OR NOT leaving_parted(NEW.id)
        OR EXISTS (SELECT FROM leaving_revocation WHERE departure_id = NEW.id AND done_at IS NULL)
        OR EXISTS (SELECT FROM assets_issue WHERE state = 'out' AND leaving_person(holder_id) = NEW.person_id)
    ) THEN
        RAISE EXCEPTION 'an exit file with something missing is not closed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE ON leaving_departure
    FOR EACH ROW EXECUTE FUNCTION leaving_departure_frozen();

CREATE FUNCTION leaving_not_back_yet() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'left' AND NEW.status <> 'left' AND EXISTS (
        SELECT FROM leaving_departure WHERE person_id = coalesce(NEW.same_person_as_id, NEW.id)
        AND ended_at IS NOT NULL AND closed_at IS NULL
    ) THEN
        RAISE EXCEPTION 'nobody is hired again whose exit is not closed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER not_back_yet BEFORE UPDATE OF status ON organisation_staff
    FOR EACH ROW EXECUTE FUNCTION leaving_not_back_yet();

CREATE FUNCTION leaving_said_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(OLD) -> TG_ARGV[0] <> 'null'::jsonb THEN
        RAISE EXCEPTION 'what was said in % stays said', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER said_once BEFORE UPDATE ON leaving_revocation
    FOR EACH ROW EXECUTE FUNCTION leaving_said_once('done_at');
CREATE TRIGGER said_once BEFORE UPDATE ON leaving_witness
    FOR EACH ROW EXECUTE FUNCTION leaving_said_once('said_at');
CREATE TRIGGER said_once BEFORE UPDATE ON leaving_refusal
    FOR EACH ROW EXECUTE FUNCTION leaving_said_once('authorised_at');
CREATE TRIGGER said_once BEFORE UPDATE ON leaving_transfer
    FOR EACH ROW EXECUTE FUNCTION leaving_said_once('reviewed_at');
CREATE TRIGGER frozen BEFORE UPDATE ON leaving_revocation FOR EACH ROW
    EXECUTE FUNCTION scope.keep_frozen('id', 'departure_id', 'system_id');
CREATE TRIGGER frozen BEFORE UPDATE ON leaving_witness FOR EACH ROW
    EXECUTE FUNCTION scope.keep_frozen('id', 'refusal_id', 'staff_id');
CREATE TRIGGER frozen BEFORE UPDATE ON leaving_refusal FOR EACH ROW
    EXECUTE FUNCTION scope.keep_frozen('departure_id', 'words', 'recorded_by_id', 'recorded_at');
CREATE TRIGGER frozen BEFORE UPDATE ON leaving_transfer FOR EACH ROW
    EXECUTE FUNCTION scope.keep_frozen('id', 'number', 'staff_id', 'from_day', 'role', 'position', 'clearance', 'places',
        'old_role', 'old_clearance', 'old_places', 'recorded_by_id', 'second_factor', 'recorded_at');
"""
TABLES = ("departure", "revocation", "witness", "refusal", "transfer")
THAW = (
    "".join(f"DROP TRIGGER frozen ON leaving_{table};" for table in TABLES)
    + "".join(f"DROP TRIGGER said_once ON leaving_{table};" for table in TABLES[1:])
    + "DROP TRIGGER not_back_yet ON organisation_staff; DROP FUNCTION leaving_not_back_yet();"
    + "DROP FUNCTION leaving_departure_frozen(), leaving_said_once(), leaving_parted(uuid), leaving_person(uuid);"
)


def list_systems(apps, editor):
    system = apps.get_model("leaving", "System")
    system.objects.using(editor.connection.alias).bulk_create(system(name=name) for name in SYSTEMS)


class Migration(migrations.Migration):
    dependencies = [
        ("leaving", "0001_initial"),
        ("organisation", "0011_ends_with_the_post"),
        ("assets", "0003_kept"),
        ("requests", "0008_ends_with_the_post"),
        ("scope", "0001_scope_functions"),
    ]
    operations = [
        migrations.RunPython(list_systems, migrations.RunPython.noop),
        GuardFacts("leaving_departure", actions=(RECORD, SETTLE, REVIEW, CLOSE)),
        GuardFacts("leaving_ending", actions=(RECORD,)),
        GuardFacts("leaving_system", actions=(KEEP,)),
        GuardFacts("leaving_revocation", actions=(RECORD, SETTLE)),
        GuardFacts("leaving_settled", actions=(SETTLE,)),
        GuardFacts("leaving_signature", actions=(SIGN, SETTLE)),
        GuardFacts("leaving_refusal", actions=(SETTLE, AUTHORISE)),
        GuardFacts("leaving_witness", actions=(SETTLE, WITNESS)),
        GuardFacts("leaving_transfer", actions=(TRANSFER, LOOKED, RECORD)),
        migrations.RunSQL(FREEZE, THAW),
    ]
