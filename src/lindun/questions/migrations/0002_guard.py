"""Asked and answered by these deeds only, answered once."""

from django.db import migrations

from lindun.scope.operations import GuardFacts

ONCE = """
CREATE FUNCTION questions_answered_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.answer <> '' OR (NEW.id, NEW.number, NEW.screen, NEW.text, NEW.asker_id, NEW.asked_at)
       IS DISTINCT FROM (OLD.id, OLD.number, OLD.screen, OLD.text, OLD.asker_id, OLD.asked_at) THEN
        RAISE EXCEPTION 'a question does not change, nor does its answer' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answered_once BEFORE UPDATE ON questions_question
    FOR EACH ROW EXECUTE FUNCTION questions_answered_once();
"""
UNDO = "DROP TRIGGER answered_once ON questions_question; DROP FUNCTION questions_answered_once();"
ACTIONS = ("questions.question.ask", "questions.question.answer")


class Migration(migrations.Migration):
    dependencies = [("questions", "0001_initial"), ("scope", "0001_scope_functions")]
    operations = [GuardFacts("questions_question", actions=ACTIONS), migrations.RunSQL(ONCE, UNDO)]
