"""By these deeds only; what was printed never changes, nor what became of it."""

from django.db import migrations

from lindun.scope.operations import AdmitDeed, GuardFacts

FREEZE = """
CREATE TRIGGER frozen BEFORE UPDATE ON papers_sheet FOR EACH ROW EXECUTE FUNCTION scope.keep_frozen(
    'id', 'number', 'task_id', 'holder_id', 'people', 'items', 'masked', 'customer', 'printed_at', 'due');
CREATE FUNCTION papers_ended_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended_at IS NOT NULL THEN
        RAISE EXCEPTION 'what became of a sheet stays' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ended_once BEFORE UPDATE ON papers_sheet FOR EACH ROW EXECUTE FUNCTION papers_ended_once();
CREATE FUNCTION papers_settled_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW."end" NOT IN ('', 'lost') AND (
        SELECT coalesce(same_person_as_id, id) FROM organisation_staff WHERE id = NEW.ended_by_id
    ) = (SELECT coalesce(same_person_as_id, id) FROM organisation_staff WHERE id = NEW.holder_id) THEN
        RAISE EXCEPTION 'nobody settles her own sheet' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER settled_by_another BEFORE UPDATE ON papers_sheet
    FOR EACH ROW EXECUTE FUNCTION papers_settled_by_another();
"""
THAW = (
    "DROP TRIGGER frozen ON papers_sheet; DROP TRIGGER ended_once ON papers_sheet;"
    "DROP TRIGGER settled_by_another ON papers_sheet;"
    "DROP FUNCTION papers_ended_once(), papers_settled_by_another();"
)
DEEDS = ("papers.sheet.print", "papers.sheet.return", "papers.sheet.lose", "papers.sheet.tend")


class Migration(migrations.Migration):
    dependencies = [
        ("papers", "0001_initial"),
        ("assets", "0003_kept"),
        ("requests", "0005_protect_requests"),
        ("scope", "0001_scope_functions"),
    ]
    operations = [
        GuardFacts("papers_sheet", actions=(*DEEDS, "leaving.exit.settle")),
        AdmitDeed("assets_incident", action="papers.sheet.lose"),
        migrations.RunSQL(FREEZE, THAW),
    ]
