"""An exit that takes effect before its day takes the end of its duties along; else that end is frozen."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION leaving_departure_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.closed_at IS NOT NULL OR OLD.cancelled_at IS NOT NULL
       OR (NEW.id, NEW.number, NEW.person_id, NEW.cause, NEW.recorded_by_id, NEW.recorded_at)
       IS DISTINCT FROM
       (OLD.id, OLD.number, OLD.person_id, OLD.cause, OLD.recorded_by_id, OLD.recorded_at)
       OR {duties}
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
        OR EXISTS (SELECT FROM papers_sheet WHERE ended_at IS NULL AND leaving_person(holder_id) = NEW.person_id)
    ) THEN
        RAISE EXCEPTION 'an exit file with something missing is not closed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""
MOVES_ALONG = """(NEW.secrets_until <> OLD.secrets_until AND NOT (
           OLD.ended_at IS NULL AND NEW.from_day < OLD.from_day
           AND NEW.secrets_until - OLD.secrets_until BETWEEN NEW.from_day - OLD.from_day - 1
                                                         AND NEW.from_day - OLD.from_day + 1))"""
FROZEN = "NEW.secrets_until <> OLD.secrets_until"


class Migration(migrations.Migration):
    dependencies = [
        ("leaving", "0005_printed_sheets"),
    ]
    operations = [
        migrations.RunSQL(FUNCTION.format(duties=MOVES_ALONG), FUNCTION.format(duties=FROZEN)),
    ]
