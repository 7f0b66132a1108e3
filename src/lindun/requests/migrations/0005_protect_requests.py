from django.db import migrations

from lindun.scope.operations import GuardFacts, ProtectTable

SUBMIT, DECIDE, CONCLUDE, TEND = (
    f"requests.request.{verb}" for verb in ("submit", "decide", "conclude", "tend")
)
OPEN, REVIEW = (f"requests.emergency.{verb}" for verb in ("open", "review"))
USES = ("residents.item.reveal", "sharing.export.make")

FROZEN = r"""
CREATE FUNCTION scope.keep_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY TG_ARGV LOOP
        IF to_jsonb(OLD) -> name IS DISTINCT FROM to_jsonb(NEW) -> name THEN
            RAISE EXCEPTION 'what was asked and agreed in % never changes: ask anew', TG_TABLE_NAME
                USING ERRCODE = 'insufficient_privilege';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION scope.keep_frozen() FROM PUBLIC;

CREATE TRIGGER frozen BEFORE UPDATE ON requests_accessrequest FOR EACH ROW EXECUTE FUNCTION scope.keep_frozen(
    'id', 'number', 'community_id', 'building_id', 'dwelling_id', 'applicant_id', 'purpose_id', 'statement',
    'level', 'deciders', 'leader', 'needed', 'together', 'emergency', 'submitted_at', 'decide_by');
CREATE TRIGGER frozen BEFORE UPDATE ON requests_grant FOR EACH ROW EXECUTE FUNCTION scope.keep_frozen(
    'request_id', 'community_id', 'building_id', 'starts_at', 'expires_at', 'views_allowed');

CREATE FUNCTION requests_only_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.views_used < OLD.views_used OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at) THEN
        RAISE EXCEPTION 'a grant is used up, never filled again' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_forward BEFORE UPDATE ON requests_grant FOR EACH ROW EXECUTE FUNCTION requests_only_forward();

CREATE FUNCTION requests_only_by() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF session_user <> 'lindun_owner' AND NOT coalesce(scope.action() = ANY (TG_ARGV), false) THEN
        RAISE EXCEPTION 'a row of % comes about only by a decision or an emergency', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_by BEFORE INSERT ON requests_grant FOR EACH ROW EXECUTE FUNCTION requests_only_by(
    'requests.request.decide', 'requests.emergency.open');
CREATE TRIGGER only_by BEFORE INSERT ON requests_accessrequest FOR EACH ROW
    WHEN (NEW.emergency OR NEW.outcome <> '') EXECUTE FUNCTION requests_only_by('requests.emergency.open');

CREATE FUNCTION requests_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM requests_accessrequest WHERE id = NEW.request_id AND applicant_id <> NEW.approver_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'nobody answers her own request' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER by_another BEFORE INSERT ON requests_approval
    FOR EACH ROW EXECUTE FUNCTION requests_by_another();

CREATE FUNCTION requests_once_archived() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.archived_at IS NOT NULL OR (OLD.outcome <> '' AND NEW.outcome <> OLD.outcome) THEN
        RAISE EXCEPTION 'a decided request is not decided again, an archived one never changes'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER once_archived BEFORE UPDATE ON requests_accessrequest
    FOR EACH ROW EXECUTE FUNCTION requests_once_archived();
"""
THAWED = """
DROP TRIGGER by_another ON requests_approval;
DROP TRIGGER only_by ON requests_accessrequest;
DROP TRIGGER only_by ON requests_grant;
DROP TRIGGER once_archived ON requests_accessrequest;
DROP TRIGGER only_forward ON requests_grant;
DROP TRIGGER frozen ON requests_grant;
DROP TRIGGER frozen ON requests_accessrequest;
DROP FUNCTION requests_by_another(), requests_only_by(), requests_once_archived(), requests_only_forward(),
    scope.keep_frozen();
"""


class Migration(migrations.Migration):
    """Requests lie under the row scope like the homes they are about; what was agreed cannot be edited."""

    dependencies = [("requests", "0004_access_requests"), ("scope", "0001_scope_functions")]
    operations = [
        ProtectTable("requests_accessrequest"),
        ProtectTable("requests_approval"),
        ProtectTable("requests_grant"),
        GuardFacts("requests_accessrequest", actions=(SUBMIT, DECIDE, CONCLUDE, TEND, OPEN, REVIEW)),
        GuardFacts("requests_approval", actions=(DECIDE,)),
        GuardFacts("requests_grant", actions=(DECIDE, CONCLUDE, OPEN, REVIEW, *USES)),
        GuardFacts("requests_deputy", actions=("requests.deputy.name", "organisation.company.found")),
        GuardFacts("requests_approvalrule", actions=("organisation.company.found",)),
        migrations.RunSQL(FROZEN, THAWED),
    ]
