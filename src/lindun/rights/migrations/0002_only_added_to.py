from django.db import migrations

from lindun.scope.operations import GuardFacts

KEEP = """
CREATE FUNCTION rights_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'reviews and their answers are only added to' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON rights_review
    FOR EACH STATEMENT EXECUTE FUNCTION rights_only_added_to();
CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON rights_answer
    FOR EACH STATEMENT EXECUTE FUNCTION rights_only_added_to();
"""
UNDONE = """
DROP TRIGGER only_added_to ON rights_answer;
DROP TRIGGER only_added_to ON rights_review;
DROP FUNCTION rights_only_added_to();
"""


class Migration(migrations.Migration):
    """What a review found cannot be rewritten, not by the owner of the tables either."""

    dependencies = [("rights", "0001_initial"), ("scope", "0001_scope_functions")]
    operations = [
        GuardFacts("rights_review", actions=("rights.review.open",)),
        GuardFacts("rights_answer", actions=("rights.review.answer",)),
        migrations.RunSQL(KEEP, UNDONE),
    ]
