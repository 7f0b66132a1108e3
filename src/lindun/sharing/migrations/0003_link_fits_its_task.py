from django.db import migrations

FITS = """
CREATE FUNCTION sharing_fits_its_task() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF session_user <> 'lindun_owner' AND NOT EXISTS (
        SELECT FROM requests_task t
        WHERE t.id = NEW.task_id AND t.dwelling_id = NEW.dwelling_id AND t.building_id = NEW.building_id) THEN
        RAISE EXCEPTION 'a link is for the dwelling of its task, and for a task in the scope'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER fits_its_task BEFORE INSERT ON sharing_link
    FOR EACH ROW EXECUTE FUNCTION sharing_fits_its_task();
"""
LOOSE = "DROP TRIGGER fits_its_task ON sharing_link; DROP FUNCTION sharing_fits_its_task();"


class Migration(migrations.Migration):
    """The trigger reads the task as whoever inserts: under her row scope. A task elsewhere does not exist."""

    dependencies = [("sharing", "0002_protect_links")]
    operations = [migrations.RunSQL(FITS, LOOSE)]
