"""Who has learnt what changes by these deeds only; what was published, drawn and answered stays as it was."""

from django.db import migrations

from lindun.scope.operations import GuardFacts

FREEZE = """
CREATE FUNCTION training_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'editions, contests and answers are only added to' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON training_edition
    FOR EACH STATEMENT EXECUTE FUNCTION training_only_added_to();
CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON training_answer
    FOR EACH STATEMENT EXECUTE FUNCTION training_only_added_to();
CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON training_contest
    FOR EACH STATEMENT EXECUTE FUNCTION training_only_added_to();

CREATE FUNCTION training_handed_in_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.submitted_at IS NOT NULL
       OR (NEW.id, NEW.staff_id, NEW.role, NEW.edition_id, NEW.contest_id, NEW.rule, NEW.paper, NEW.asked,
           NEW.drawn_at, NEW.closes_at)
          IS DISTINCT FROM
          (OLD.id, OLD.staff_id, OLD.role, OLD.edition_id, OLD.contest_id, OLD.rule, OLD.paper, OLD.asked,
           OLD.drawn_at, OLD.closes_at) THEN
        RAISE EXCEPTION 'a paper is handed in once, as it was drawn' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER handed_in_once BEFORE UPDATE ON training_quiz
    FOR EACH ROW EXECUTE FUNCTION training_handed_in_once();

CREATE FUNCTION training_stays_finished() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.finished_at IS NOT NULL THEN
        RAISE EXCEPTION 'a finished course stays finished' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stays_finished BEFORE UPDATE ON training_study
    FOR EACH ROW EXECUTE FUNCTION training_stays_finished();
"""
THAW = """
DROP TRIGGER stays_finished ON training_study; DROP FUNCTION training_stays_finished();
DROP TRIGGER handed_in_once ON training_quiz; DROP FUNCTION training_handed_in_once();
DROP TRIGGER only_added_to ON training_contest;
DROP TRIGGER only_added_to ON training_answer;
DROP TRIGGER only_added_to ON training_edition;
DROP FUNCTION training_only_added_to();
"""
FOUNDING = "organisation.company.found"
STUDY = ("training.course.study", "training.course.finish")
DRAW, HAND_IN = "training.quiz.draw", "training.quiz.submit"


class Migration(migrations.Migration):
    dependencies = [("training", "0001_initial"), ("scope", "0001_scope_functions")]
    operations = [
        GuardFacts("training_edition", actions=(FOUNDING, "training.course.publish")),
        GuardFacts("training_study", actions=STUDY),
        GuardFacts("training_rulerecord", actions=(*STUDY, HAND_IN)),
        GuardFacts("training_quiz", actions=(DRAW, HAND_IN)),
        GuardFacts("training_answer", actions=(HAND_IN,)),
        GuardFacts("training_contest", actions=("training.contest.open",)),
        GuardFacts("training_plannedcourse", actions=("training.plan.change",)),
        GuardFacts("training_reminder", actions=("training.reminder.tend",)),
        migrations.RunSQL(FREEZE, THAW),
    ]
