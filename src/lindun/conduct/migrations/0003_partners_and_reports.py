"""A case names a partner of the list, and may take up a report about a thing.

What older cases call a partner in free words is matched with the list by name, former name and number; what
matches nothing keeps its words.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from lindun.scope.operations import AdmitDeed

REPORT, DECIDE = "conduct.case.report", "conduct.case.decide"
FROZEN = """
DROP TRIGGER frozen ON conduct_case;
CREATE TRIGGER frozen BEFORE UPDATE ON conduct_case FOR EACH ROW EXECUTE FUNCTION scope.keep_frozen(
    'id', 'number', 'type', 'intent', 'gravity', 'accused_id', {columns}, 'what', 'happened_on',
    'reported_by_id', 'reported_at');
"""
MATCH = """
ALTER TABLE conduct_case NO FORCE ROW LEVEL SECURITY;
ALTER TABLE conduct_case DISABLE TRIGGER USER;
UPDATE conduct_case c SET partner_id = p.id FROM partners_partner p
WHERE c.partner_name IN (p.name, p.number) OR c.partner_name = ANY (p.former);
ALTER TABLE conduct_case ENABLE TRIGGER USER;
ALTER TABLE conduct_case FORCE ROW LEVEL SECURITY;
"""
RULES = r"""
CREATE FUNCTION conduct_case_of_the_list() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.accused_id IS NULL AND NEW.partner_id IS NULL THEN
        PERFORM conduct_refuse('a case is about a person or a partner of the list');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER of_the_list BEFORE INSERT ON conduct_case
    FOR EACH ROW EXECUTE FUNCTION conduct_case_of_the_list();

-- Whoever first reported the thing has a part in the case that takes it up.
CREATE FUNCTION conduct_reported_thing(incident uuid) RETURNS uuid LANGUAGE sql STABLE AS
$$ SELECT conduct_person(i.reported_by_id) FROM assets_incident i WHERE i.id = incident $$;

CREATE FUNCTION conduct_without_a_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    c conduct_case;
    judge uuid;
BEGIN
    SELECT * INTO STRICT c FROM conduct_case WHERE id = NEW.case_id;
    judge := conduct_person(CASE TG_TABLE_NAME WHEN 'conduct_decision' THEN to_jsonb(NEW) ->> 'decided_by_id'
                            ELSE to_jsonb(NEW) ->> 'answered_by_id' END::uuid);
    IF judge = conduct_reported_thing(c.incident_id) THEN
        PERFORM conduct_refuse('nobody decides what she reported');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER without_a_part BEFORE INSERT ON conduct_decision
    FOR EACH ROW EXECUTE FUNCTION conduct_without_a_part();
CREATE TRIGGER without_a_part BEFORE UPDATE ON conduct_reply
    FOR EACH ROW EXECUTE FUNCTION conduct_without_a_part();

CREATE FUNCTION conduct_partner_cut_off() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    c conduct_case;
BEGIN
    SELECT * INTO STRICT c FROM conduct_case WHERE id = NEW.case_id;
    IF c.partner_id IS NULL OR NOT NEW.confirmed THEN
        IF NEW.breach_id IS NOT NULL THEN
            PERFORM conduct_refuse('only a confirmed case about a partner blocks one');
        END IF;
        RETURN NEW;
    END IF;
    PERFORM FROM partners_breach b
        WHERE b.id = NEW.breach_id AND b.partner_id = c.partner_id AND b.confirmed_at IS NOT NULL;
    IF NOT FOUND THEN
        PERFORM conduct_refuse('a confirmed case about a partner blocks it');
    END IF;
    PERFORM FROM organisation_staff WHERE id = NEW.decided_by_id AND role IN ('officer', 'general_manager');
    IF NOT FOUND THEN
        PERFORM conduct_refuse('the officer or the general manager decides about a partner');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER partner_cut_off BEFORE INSERT ON conduct_decision
    FOR EACH ROW EXECUTE FUNCTION conduct_partner_cut_off();

CREATE POLICY in_a_partners_file ON conduct_case FOR SELECT
    USING (partner_id IS NOT NULL AND (SELECT scope.action()) = 'partners.partner.view');
"""
UNDONE = """
DROP POLICY in_a_partners_file ON conduct_case;
DROP TRIGGER partner_cut_off ON conduct_decision; DROP FUNCTION conduct_partner_cut_off();
DROP TRIGGER without_a_part ON conduct_decision; DROP TRIGGER without_a_part ON conduct_reply;
DROP FUNCTION conduct_without_a_part(); DROP FUNCTION conduct_reported_thing(uuid);
DROP TRIGGER of_the_list ON conduct_case; DROP FUNCTION conduct_case_of_the_list();
"""
SHOWN = """
CREATE POLICY in_a_partners_file ON conduct_{name} FOR SELECT USING (
    (SELECT scope.action()) = 'partners.partner.view'
    AND case_id IN (SELECT c.id FROM conduct_case c WHERE c.partner_id IS NOT NULL));
"""
ABOUT_SOMEBODY = Q(accused=None) & ~Q(partner_name="") | Q(
    accused__isnull=False, partner=None, partner_name=""
)


class Migration(migrations.Migration):
    dependencies = [
        ("conduct", "0002_protected"),
        ("assets", "0003_kept"),
        ("partners", "0002_protect_partners"),
    ]
    operations = [
        migrations.RemoveConstraint("case", "conduct_staff_or_partner"),
        migrations.RenameField("case", "partner", "partner_name"),
        migrations.AddField(
            "case",
            "partner",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partners.partner",
            ),
        ),
        migrations.AddField(
            "case",
            "incident",
            models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="assets.incident"
            ),
        ),
        migrations.AddField(
            "decision",
            "breach",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decision",
                to="partners.breach",
            ),
        ),
        migrations.RunSQL(MATCH, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "case", models.CheckConstraint(condition=ABOUT_SOMEBODY, name="conduct_staff_or_partner")
        ),
        migrations.AddIndex(
            "case", models.Index(fields=["partner", "-reported_at"], name="conduct_by_partner")
        ),
        migrations.RunSQL(
            FROZEN.format(columns="'partner_id', 'partner_name', 'incident_id'"),
            FROZEN.format(columns="'partner_name'"),
        ),
        migrations.RunSQL(RULES, UNDONE),
        *(
            migrations.RunSQL(SHOWN.format(name=name), f"DROP POLICY in_a_partners_file ON conduct_{name};")
            for name in ("decision", "reply", "hearing")
        ),
        AdmitDeed("assets_incident", action=REPORT),
        AdmitDeed("partners_breach", action=DECIDE),
        AdmitDeed("partners_remedy", action=DECIDE),
    ]
