"""Who may write which row, inside which deed; what was proposed, signed or hung stays as it was.

A signature and an acknowledgement are taken from the signer alone. The notes of a special task are shown to
members who have signed its undertaking, to nobody else.
"""

from django.db import migrations

from lindun.scope.operations import GuardFacts, ProtectTable

KEEP = """
CREATE FUNCTION policies_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was promised is only added to' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON policies_signature
    FOR EACH STATEMENT EXECUTE FUNCTION policies_only_added_to();
CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON policies_acknowledgement
    FOR EACH STATEMENT EXECUTE FUNCTION policies_only_added_to();
CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON policies_reminder
    FOR EACH STATEMENT EXECUTE FUNCTION policies_only_added_to();
CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON policies_note
    FOR EACH STATEMENT EXECUTE FUNCTION policies_only_added_to();

CREATE FUNCTION policies_text_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state <> 'waiting'
       OR (NEW.id, NEW.kind, NEW.role, NEW.chinese, NEW.english, NEW.digest, NEW.why, NEW.proposed_by_id,
           NEW.proposed_at)
       IS DISTINCT FROM
          (OLD.id, OLD.kind, OLD.role, OLD.chinese, OLD.english, OLD.digest, OLD.why, OLD.proposed_by_id,
           OLD.proposed_at) THEN
        RAISE EXCEPTION 'a text does not change' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON policies_text
    FOR EACH ROW EXECUTE FUNCTION policies_text_frozen();

CREATE FUNCTION policies_project_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.closed_at IS NOT NULL
       OR (NEW.id, NEW.number, NEW.name, NEW.undertaking, NEW.lead_id, NEW.opened_at)
       IS DISTINCT FROM (OLD.id, OLD.number, OLD.name, OLD.undertaking, OLD.lead_id, OLD.opened_at) THEN
        RAISE EXCEPTION 'a task does not change' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON policies_project
    FOR EACH ROW EXECUTE FUNCTION policies_project_frozen();

CREATE FUNCTION policies_member_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.removed_at IS NOT NULL
       OR (NEW.id, NEW.project_id, NEW.staff_id, NEW.added_by_id, NEW.added_at)
       IS DISTINCT FROM (OLD.id, OLD.project_id, OLD.staff_id, OLD.added_by_id, OLD.added_at) THEN
        RAISE EXCEPTION 'a membership does not change' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON policies_member
    FOR EACH ROW EXECUTE FUNCTION policies_member_frozen();

CREATE FUNCTION policies_poster_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.down_at IS NOT NULL
       OR (NEW.id, NEW.text_id, NEW.community_id, NEW.building_id, NEW.spot, NEW.hung_by_id, NEW.hung_at)
       IS DISTINCT FROM
          (OLD.id, OLD.text_id, OLD.community_id, OLD.building_id, OLD.spot, OLD.hung_by_id, OLD.hung_at) THEN
        RAISE EXCEPTION 'a posting does not change' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON policies_poster
    FOR EACH ROW EXECUTE FUNCTION policies_poster_frozen();
"""
THAW = """
DROP TRIGGER frozen ON policies_poster; DROP FUNCTION policies_poster_frozen();
DROP TRIGGER frozen ON policies_member; DROP FUNCTION policies_member_frozen();
DROP TRIGGER frozen ON policies_project; DROP FUNCTION policies_project_frozen();
DROP TRIGGER frozen ON policies_text; DROP FUNCTION policies_text_frozen();
DROP TRIGGER only_added_to ON policies_note;
DROP TRIGGER only_added_to ON policies_reminder;
DROP TRIGGER only_added_to ON policies_acknowledgement;
DROP TRIGGER only_added_to ON policies_signature;
DROP FUNCTION policies_only_added_to();
"""
BY_HERSELF = """
ALTER TABLE policies_signature ENABLE ROW LEVEL SECURITY;
ALTER TABLE policies_signature FORCE ROW LEVEL SECURITY;
CREATE POLICY in_a_passage ON policies_signature FOR SELECT
    USING (coalesce((SELECT scope.action()), '') <> '');
CREATE POLICY by_herself ON policies_signature FOR INSERT WITH CHECK (staff_id = (SELECT scope.person()));

ALTER TABLE policies_acknowledgement ENABLE ROW LEVEL SECURITY;
ALTER TABLE policies_acknowledgement FORCE ROW LEVEL SECURITY;
CREATE POLICY in_a_passage ON policies_acknowledgement FOR SELECT
    USING (coalesce((SELECT scope.action()), '') <> '');
CREATE POLICY by_herself ON policies_acknowledgement FOR INSERT
    WITH CHECK (staff_id = (SELECT scope.person()));

ALTER TABLE policies_note ENABLE ROW LEVEL SECURITY;
ALTER TABLE policies_note FORCE ROW LEVEL SECURITY;
CREATE POLICY signed_members ON policies_note
    USING (project_id = ANY (ARRAY(
        SELECT m.project_id FROM policies_member m JOIN policies_signature s ON s.member_id = m.id
        WHERE m.staff_id = (SELECT scope.person()) AND m.removed_at IS NULL)))
    WITH CHECK (author_id = (SELECT scope.person()) AND project_id = ANY (ARRAY(
        SELECT m.project_id FROM policies_member m JOIN policies_signature s ON s.member_id = m.id
        WHERE m.staff_id = (SELECT scope.person()) AND m.removed_at IS NULL)));
"""
BY_ANYBODY = """
DROP POLICY signed_members ON policies_note;
ALTER TABLE policies_note NO FORCE ROW LEVEL SECURITY;
ALTER TABLE policies_note DISABLE ROW LEVEL SECURITY;
DROP POLICY by_herself ON policies_acknowledgement;
DROP POLICY in_a_passage ON policies_acknowledgement;
ALTER TABLE policies_acknowledgement NO FORCE ROW LEVEL SECURITY;
ALTER TABLE policies_acknowledgement DISABLE ROW LEVEL SECURITY;
DROP POLICY by_herself ON policies_signature;
DROP POLICY in_a_passage ON policies_signature;
ALTER TABLE policies_signature NO FORCE ROW LEVEL SECURITY;
ALTER TABLE policies_signature DISABLE ROW LEVEL SECURITY;
"""
PUBLISHING = ("policies.policy.publish", "policies.pledge.publish", "policies.duties.change")


class Migration(migrations.Migration):
    dependencies = [("policies", "0002_first_texts"), ("scope", "0002_person")]
    operations = [
        GuardFacts("policies_text", actions=("policies.text.propose", *PUBLISHING)),
        GuardFacts(
            "policies_acknowledgement", actions=("policies.policy.acknowledge", "policies.duties.acknowledge")
        ),
        GuardFacts("policies_signature", actions=("policies.pledge.sign", "policies.project.sign")),
        GuardFacts("policies_reminder", actions=("policies.pledge.remind",)),
        GuardFacts("policies_project", actions=("policies.project.open",)),
        GuardFacts("policies_member", actions=("policies.project.open",)),
        GuardFacts("policies_note", actions=("policies.project.write",)),
        GuardFacts("policies_poster", actions=("policies.poster.hang",)),
        ProtectTable("policies_poster"),
        migrations.RunSQL(KEEP, THAW),
        migrations.RunSQL(BY_HERSELF, BY_ANYBODY),
    ]
