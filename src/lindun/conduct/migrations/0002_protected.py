"""What must hold whoever writes: heard first, by nobody with a part in it, within the wage rules, never rewritten."""

from django.db import migrations

from lindun.scope.operations import GuardFacts

CASE, OWN = "conduct.case.", "conduct.own."
GUARDED = {
    "conduct_case": tuple(CASE + verb for verb in ("report", "hear", "suspend", "close")),
    "conduct_evidence": (CASE + "report", CASE + "add"),
    "conduct_hearing": (CASE + "hear", OWN + "state"),
    "conduct_decision": (CASE + "decide",),
    "conduct_reply": (OWN + "state", CASE + "answer"),
    "conduct_deduction": (CASE + "deduct",),
    "conduct_naming": (CASE + "name",),
    "conduct_bulletin": (CASE + "publish",),
    "conduct_inquiry": (CASE + "add",),
    "conduct_step": ("conduct.ladder.change",),
    "conduct_terms": ("conduct.ladder.change",),
}
NEVER_REWRITTEN = ("evidence", "hearing", "decision", "deduction", "naming", "bulletin", "inquiry")
OF_A_CASE = (
    "conduct_case",
    *(f"conduct_{name}" for name in NEVER_REWRITTEN if name != "bulletin"),
    "conduct_reply",
)

CLOSED = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY inside ON {table} USING (
    split_part(coalesce((SELECT scope.action()), ''), '.', 1) IN ('conduct', 'personnel', 'standing'));
"""
OPENED = "DROP POLICY inside ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;"

RULES = r"""
CREATE FUNCTION conduct_refuse(why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', why USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION conduct_person(account uuid) RETURNS uuid LANGUAGE sql STABLE AS
$$ SELECT coalesce(same_person_as_id, id) FROM organisation_staff WHERE id = account $$;

CREATE FUNCTION conduct_never_rewritten() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM conduct_refuse('what belongs to a case is only added to');
    RETURN NULL;
END $$;

CREATE FUNCTION conduct_case_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.closed_at IS NOT NULL THEN
        PERFORM conduct_refuse('a closed case never changes');
    END IF;
    IF OLD.asked_at IS NOT NULL AND (NEW.asked_at, NEW.asked_by_id) IS DISTINCT FROM (OLD.asked_at, OLD.asked_by_id)
       OR OLD.suspended_at IS NOT NULL
          AND (NEW.suspended_at, NEW.suspended_by_id) IS DISTINCT FROM (OLD.suspended_at, OLD.suspended_by_id) THEN
        PERFORM conduct_refuse('a step of a case is made once');
    END IF;
    IF NEW.closed_at IS NOT NULL AND NOT EXISTS (SELECT FROM conduct_decision d WHERE d.case_id = NEW.id) THEN
        PERFORM conduct_refuse('a case is closed after its decision');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER goes_on BEFORE UPDATE ON conduct_case FOR EACH ROW EXECUTE FUNCTION conduct_case_goes_on();
CREATE TRIGGER frozen BEFORE UPDATE ON conduct_case FOR EACH ROW EXECUTE FUNCTION scope.keep_frozen(
    'id', 'number', 'type', 'intent', 'gravity', 'accused_id', 'partner', 'what', 'happened_on', 'reported_by_id',
    'reported_at');

CREATE FUNCTION conduct_heard_rightly() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    c conduct_case;
    accused uuid;
BEGIN
    SELECT * INTO STRICT c FROM conduct_case WHERE id = NEW.case_id;
    accused := conduct_person(c.accused_id);
    IF c.asked_at IS NULL OR EXISTS (SELECT FROM conduct_decision d WHERE d.case_id = c.id) THEN
        PERFORM conduct_refuse('a person is heard after she was asked and before the decision');
    END IF;
    IF NEW.kind = 'written' THEN
        IF conduct_person(NEW.taken_by_id) IS DISTINCT FROM accused THEN
            PERFORM conduct_refuse('a written statement is her own');
        END IF;
    ELSIF conduct_person(NEW.witness_id) IN (accused, conduct_person(NEW.taken_by_id))
          OR conduct_person(NEW.taken_by_id) = accused THEN
        PERFORM conduct_refuse('a hearing is taken down by one and witnessed by another, neither of them heard');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rightly BEFORE INSERT ON conduct_hearing FOR EACH ROW EXECUTE FUNCTION conduct_heard_rightly();

CREATE FUNCTION conduct_decided_rightly() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    c conduct_case;
    post text;
BEGIN
    SELECT * INTO STRICT c FROM conduct_case WHERE id = NEW.case_id FOR UPDATE;
    IF c.closed_at IS NOT NULL OR NOT EXISTS (SELECT FROM conduct_hearing h WHERE h.case_id = c.id) THEN
        PERFORM conduct_refuse('nothing is decided before the person was heard');
    END IF;
    IF conduct_person(NEW.decided_by_id) IN (conduct_person(c.accused_id), conduct_person(c.reported_by_id)) THEN
        PERFORM conduct_refuse('nobody decides what she reported or is accused of');
    END IF;
    IF NEW.confirmed AND c.accused_id IS NOT NULL AND (NEW.rung IS NULL OR NEW.proposed IS NULL) THEN
        PERFORM conduct_refuse('a measure is a rung of the ladder, beside the one that was proposed');
    END IF;
    IF NEW.why = '' AND (NOT NEW.confirmed OR NEW.rung IS DISTINCT FROM NEW.proposed) THEN
        PERFORM conduct_refuse('another measure than proposed has a reason');
    END IF;
    IF NEW.rung >= 4 THEN
        SELECT role INTO STRICT post FROM organisation_staff WHERE id = NEW.decided_by_id;
        IF post <> 'general_manager' THEN
            PERFORM conduct_refuse('the general manager decides on the heavier measures');
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rightly BEFORE INSERT ON conduct_decision FOR EACH ROW EXECUTE FUNCTION conduct_decided_rightly();

CREATE FUNCTION conduct_replied_rightly() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    c conduct_case;
    d conduct_decision;
BEGIN
    SELECT * INTO STRICT c FROM conduct_case WHERE id = NEW.case_id;
    SELECT * INTO STRICT d FROM conduct_decision WHERE case_id = NEW.case_id;
    IF TG_OP = 'INSERT' THEN
        IF conduct_person(NEW.by_id) IS DISTINCT FROM conduct_person(c.accused_id) OR NEW.outcome <> ''
           OR NEW.at >= d.appeal_until OR c.closed_at IS NOT NULL THEN
            PERFORM conduct_refuse('the person herself replies, in time');
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.answered_at IS NOT NULL OR OLD.accepted
       OR (NEW.case_id, NEW.accepted, NEW.words, NEW.by_id, NEW.at)
          IS DISTINCT FROM (OLD.case_id, OLD.accepted, OLD.words, OLD.by_id, OLD.at) THEN
        PERFORM conduct_refuse('an appeal is answered once and never rewritten');
    END IF;
    IF conduct_person(NEW.answered_by_id)
       IN (conduct_person(c.accused_id), conduct_person(c.reported_by_id), conduct_person(d.decided_by_id)) THEN
        PERFORM conduct_refuse('an appeal is answered by somebody without a part in it');
    END IF;
    IF NEW.rung IS NOT NULL AND NEW.rung >= d.rung THEN
        PERFORM conduct_refuse('an appeal makes nothing heavier');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rightly BEFORE INSERT OR UPDATE ON conduct_reply FOR EACH ROW EXECUTE FUNCTION conduct_replied_rightly();
CREATE TRIGGER never_gone BEFORE DELETE ON conduct_reply
    FOR EACH STATEMENT EXECUTE FUNCTION conduct_never_rewritten();
CREATE TRIGGER never_gone BEFORE DELETE ON conduct_case
    FOR EACH STATEMENT EXECUTE FUNCTION conduct_never_rewritten();

-- One deduction of a person at a time, so that two at once cannot each find the month empty.
CREATE FUNCTION conduct_wage_rule() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    d conduct_decision;
    accused uuid;
    wage numeric;
    month_taken numeric;
    lowest_pay numeric;
    case_taken numeric;
BEGIN
    SELECT * INTO STRICT d FROM conduct_decision WHERE case_id = NEW.case_id;
    SELECT conduct_person(accused_id) INTO accused FROM conduct_case WHERE id = NEW.case_id;
    PERFORM pg_advisory_xact_lock(hashtextextended('conduct.wages.' || accused, 0));
    SELECT coalesce(sum(x.amount), 0), least(min(x.pay), NEW.pay) INTO month_taken, lowest_pay
        FROM conduct_deduction x JOIN conduct_case c ON c.id = x.case_id
        WHERE x.month = NEW.month AND conduct_person(c.accused_id) = accused;
    SELECT coalesce(sum(x.amount), 0) INTO case_taken FROM conduct_deduction x WHERE x.case_id = NEW.case_id;
    SELECT minimum_wage INTO wage FROM conduct_terms;
    IF accused IS NULL OR NOT d.confirmed OR d.compensation IS NULL OR case_taken + NEW.amount > d.compensation
       OR EXISTS (SELECT FROM conduct_reply r WHERE r.case_id = NEW.case_id AND NOT r.accepted
                  AND (r.answered_at IS NULL OR r.outcome = 'lifted')) THEN
        PERFORM conduct_refuse('a deduction makes good a decided loss and no more');
    END IF;
    IF wage IS NULL OR month_taken + NEW.amount > lowest_pay * 0.20
       OR lowest_pay - month_taken - NEW.amount < wage THEN
        PERFORM conduct_refuse('deductions leave four fifths of the pay, and the minimum wage');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER wage_rule BEFORE INSERT ON conduct_deduction FOR EACH ROW EXECUTE FUNCTION conduct_wage_rule();

CREATE FUNCTION conduct_named_rightly() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM organisation_staff WHERE id = NEW.by_id AND role = 'hr';
    IF NOT FOUND THEN
        PERFORM conduct_refuse('personnel agrees to naming');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rightly BEFORE INSERT ON conduct_naming FOR EACH ROW EXECUTE FUNCTION conduct_named_rightly();

CREATE FUNCTION conduct_published_rightly() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM conduct_decision d WHERE d.case_id = NEW.case_id AND d.confirmed;
    IF NOT FOUND OR NEW.named AND NOT EXISTS (SELECT FROM conduct_naming n WHERE n.case_id = NEW.case_id) THEN
        PERFORM conduct_refuse('a notice is of a decided case, and names nobody unless personnel agreed');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rightly BEFORE INSERT ON conduct_bulletin FOR EACH ROW EXECUTE FUNCTION conduct_published_rightly();

INSERT INTO conduct_step (rung, shown) SELECT n, true FROM generate_series(1, 9) AS n;
INSERT INTO conduct_terms (only_row, appeal_days) VALUES (true, 10);
"""
KEPT = """
CREATE TRIGGER never_rewritten BEFORE UPDATE OR DELETE ON conduct_{name}
    FOR EACH STATEMENT EXECUTE FUNCTION conduct_never_rewritten();
"""
UNDONE = """
DROP TRIGGER goes_on ON conduct_case; DROP TRIGGER frozen ON conduct_case; DROP TRIGGER never_gone ON conduct_case;
DROP TRIGGER rightly ON conduct_hearing; DROP TRIGGER rightly ON conduct_decision;
DROP TRIGGER rightly ON conduct_reply; DROP TRIGGER never_gone ON conduct_reply;
DROP TRIGGER wage_rule ON conduct_deduction; DROP TRIGGER rightly ON conduct_naming;
DROP TRIGGER rightly ON conduct_bulletin;
DROP FUNCTION conduct_case_goes_on(); DROP FUNCTION conduct_heard_rightly(); DROP FUNCTION conduct_decided_rightly();
DROP FUNCTION conduct_replied_rightly(); DROP FUNCTION conduct_wage_rule(); DROP FUNCTION conduct_named_rightly();
DROP FUNCTION conduct_published_rightly(); DROP FUNCTION conduct_never_rewritten();
DROP FUNCTION conduct_person(uuid); DROP FUNCTION conduct_refuse(text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("conduct", "0001_initial"),
        ("organisation", "0007_one_person_two_accounts"),
        ("requests", "0005_protect_requests"),
        ("scope", "0001_scope_functions"),
    ]
    operations = [
        migrations.RunSQL(RULES, UNDONE),
        *(
            migrations.RunSQL(KEPT.format(name=name), f"DROP TRIGGER never_rewritten ON conduct_{name};")
            for name in NEVER_REWRITTEN
        ),
        *(GuardFacts(table, actions=actions) for table, actions in GUARDED.items()),
        *(migrations.RunSQL(CLOSED.format(table=table), OPENED.format(table=table)) for table in OF_A_CASE),
    ]
