"""A file is not closed either while a printed sheet is not accounted for."""

from django.db import migrations

CLOSING = """
CREATE OR REPLACE FUNCTION leaving_departure_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
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
        {sheets}
    ) THEN
        RAISE EXCEPTION 'an exit file with something missing is not closed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""
SHEETS = "OR EXISTS (SELECT FROM papers_sheet WHERE ended_at IS NULL AND leaving_person(holder_id) = NEW.person_id)"


class Migration(migrations.Migration):
    dependencies = [("leaving", "0004_handovers"), ("papers", "0002_frozen")]
    operations = [migrations.RunSQL(CLOSING.format(sheets=SHEETS), CLOSING.format(sheets=""))]
