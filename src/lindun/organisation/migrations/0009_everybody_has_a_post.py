"""Every role has a standard post, and whoever has the role holds it; roles that exclude each other."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from lindun.scope.operations import GuardFacts

ANYBODY = ["full_time", "intern", "outsourced", "part_time", "temporary"]
EMPLOYED = ["full_time", "part_time"]
ORDINARY = (
    ("counter", "客服岗"),
    ("housekeeper", "管家岗"),
    ("repair", "工程维修岗"),
    ("cashier", "收费岗"),
    ("guard", "秩序维护岗"),
)
SENSITIVE = (
    ("supervisor", "客服主管岗"),
    ("manager", "项目经理岗"),
    ("general_manager", "总经理岗"),
    ("officer", "保密专员岗"),
    ("hr", "人事岗"),
    ("auditor", "审计岗"),
)
# Who reads the ledger is none of those whom it is about; who enters posts is none of those who confirm them.
CONFLICTS = (
    ("auditor", "general_manager"),
    ("auditor", "hr"),
    ("auditor", "manager"),
    ("auditor", "officer"),
    ("auditor", "supervisor"),
    ("general_manager", "hr"),
    ("hr", "officer"),
)
HELD = """
UPDATE organisation_staff s SET position_id = p.id FROM organisation_position p
WHERE p.role = s.role AND p.standard;
SET CONSTRAINTS ALL IMMEDIATE;
"""
# A post and its holder have the same role, whoever writes them.
SAME_ROLE = """
ALTER TABLE organisation_position ADD CONSTRAINT organisation_post_and_role UNIQUE (id, role);
ALTER TABLE organisation_staff ADD CONSTRAINT organisation_post_of_the_role
    FOREIGN KEY (position_id, role) REFERENCES organisation_position (id, role);
"""
ANY_ROLE = """
ALTER TABLE organisation_staff DROP CONSTRAINT organisation_post_of_the_role;
ALTER TABLE organisation_position DROP CONSTRAINT organisation_post_and_role;
"""
KEEP = """
CREATE FUNCTION organisation_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'background checks are only added to' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON organisation_backgroundcheck
    FOR EACH STATEMENT EXECUTE FUNCTION organisation_only_added_to();
"""
UNDONE = """
DROP TRIGGER only_added_to ON organisation_backgroundcheck;
DROP FUNCTION organisation_only_added_to();
"""


def enter(apps: Any, schema_editor: Any) -> None:
    position = apps.get_model("organisation", "Position")
    conflict = apps.get_model("organisation", "PostConflict")
    owner = schema_editor.connection.alias
    position.objects.using(owner).bulk_create(
        position(name=name, role=role, kinds=kinds, sensitive=sensitive, standard=True)
        for roles, kinds, sensitive in ((ORDINARY, ANYBODY, False), (SENSITIVE, EMPLOYED, True))
        for role, name in roles
    )
    conflict.objects.using(owner).bulk_create(conflict(one=one, other=other) for one, other in CONFLICTS)


def leave(apps: Any, schema_editor: Any) -> None:
    """What was entered goes with its tables."""


FOUNDED, CHANGED, CONFIRMED = (
    "organisation.company.found",
    "organisation.staff.change",
    "organisation.staff.confirm",
)
POSTS, CHECKS = "personnel.post.change", "personnel.background.record"


class Migration(migrations.Migration):
    dependencies = [("organisation", "0008_posts")]
    operations = [
        migrations.RunPython(enter, leave),
        migrations.RunSQL(HELD, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="staff",
            name="position",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="holders",
                to="organisation.position",
            ),
        ),
        migrations.RunSQL(SAME_ROLE, ANY_ROLE),
        migrations.RunSQL(KEEP, UNDONE),
        GuardFacts("organisation_position", actions=(POSTS, FOUNDED)),
        GuardFacts("organisation_postconflict", actions=(POSTS,)),
        GuardFacts("organisation_backgroundcheck", actions=(CHECKS, CHANGED, FOUNDED)),
        GuardFacts(
            "organisation_staff",
            actions=(CHANGED, CONFIRMED, FOUNDED),
            columns=(
                "id",
                "user_id",
                "role",
                "clearance",
                "status",
                "raised_by_id",
                "same_person_as_id",
                "position_id",
                "kind",
                "firm",
                "until",
            ),
        ),
    ]
