"""What somebody has met is entered by the deed that meets it: a quiz signs no pledge, and nobody signs another's."""

from django.db import migrations

MET = """
CREATE FUNCTION standing_met_rightly() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    deed text := scope.action();
BEGIN
    IF session_user = 'lindun_owner' OR deed IN ('organisation.company.found', 'standing.fulfilment.vouch') THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.staff_id, OLD.code, OLD.role) IS DISTINCT FROM (NEW.staff_id, NEW.code, NEW.role)
    THEN
        RAISE EXCEPTION 'what was met stays hers' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.code = 'background' AND deed IN
        ('organisation.staff.change', 'personnel.background.record', 'personnel.list.import') THEN
        RETURN NEW;
    END IF;
    IF (NEW.code, deed) IN (('course', 'training.course.finish'), ('quiz', 'training.quiz.submit')) THEN
        RETURN NEW;
    END IF;
    IF (NEW.code, deed) IN (
        ('pledge', 'policies.pledge.sign'),
        ('policy', 'policies.policy.acknowledge'),
        ('duties', 'policies.duties.acknowledge')
    ) AND NEW.staff_id = (
        SELECT coalesce(same_person_as_id, id) FROM organisation_staff WHERE id = scope.person()
    ) THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND deed = 'leaving.exit.record' AND NEW.version = OLD.version
       AND NEW.until <= coalesce(OLD.until, 'infinity') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'this is met by another deed' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER rightly BEFORE INSERT OR UPDATE ON standing_fulfilment
    FOR EACH ROW EXECUTE FUNCTION standing_met_rightly();
"""
UNDONE = "DROP TRIGGER rightly ON standing_fulfilment; DROP FUNCTION standing_met_rightly();"


class Migration(migrations.Migration):
    dependencies = [("standing", "0003_met_by"), ("scope", "0001_scope_functions")]
    operations = [migrations.RunSQL(MET, UNDONE)]
