"""What every post asks of its holder, and the one statement by which the gate learns what is unmet."""

from typing import Any

from django.db import migrations

from lindun.scope.operations import GuardFacts

ROLES = (
    "counter",
    "housekeeper",
    "repair",
    "cashier",
    "guard",
    "supervisor",
    "manager",
    "general_manager",
    "officer",
    "hr",
    "auditor",
)
SENSITIVE = ("supervisor", "manager", "general_manager", "officer", "hr", "auditor")
CLOSES, NARROWS = "closes", "narrows"
DEMANDS = (
    ("background", SENSITIVE, CLOSES),
    ("course", ROLES, NARROWS),
    ("quiz", ROLES, NARROWS),
    ("pledge", ROLES, NARROWS),
    ("duties", ROLES, CLOSES),
    ("policy", ROLES, CLOSES),
)
MEETING = (
    "organisation.company.found",
    "organisation.staff.change",
    "standing.fulfilment.vouch",
    "training.course.finish",
    "training.quiz.submit",
    "policies.policy.acknowledge",
    "policies.pledge.sign",
    "policies.duties.acknowledge",
    "policies.duties.change",
    "personnel.background.record",
    "personnel.post.change",
    "leaving.exit.record",
)
ASKING = (
    "training.course.publish",
    "policies.policy.publish",
    "policies.pledge.publish",
    "policies.duties.change",
)

# Something never met closes; something over, or of an earlier version, does what its demand says.
UNMET = """
CREATE FUNCTION standing_unmet(person uuid, post text, moment timestamptz)
RETURNS TABLE (code text, lapse text) LANGUAGE sql STABLE AS $$
    SELECT d.code::text, CASE WHEN max(f.version) IS NULL THEN 'closes' ELSE d.lapse END::text
    FROM standing_demand d
    LEFT JOIN standing_fulfilment f ON f.staff_id = person AND f.code = d.code AND f.role IN ('', post)
    WHERE d.role = post
    GROUP BY d.id
    HAVING NOT coalesce(bool_or(f.version >= d.version AND (f.until IS NULL OR f.until > moment)), false)
$$;
"""


def enter_demands(apps: Any, schema_editor: Any) -> None:
    demand = apps.get_model("standing", "Demand")
    demand.objects.using(schema_editor.connection.alias).bulk_create(
        demand(code=code, role=role, lapse=lapse) for code, roles, lapse in DEMANDS for role in roles
    )


def forget_demands(apps: Any, schema_editor: Any) -> None:
    apps.get_model("standing", "Demand").objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("standing", "0001_initial")]

    operations = [
        migrations.RunPython(enter_demands, forget_demands),
        migrations.RunSQL(UNMET, "DROP FUNCTION standing_unmet(uuid, text, timestamptz);"),
        GuardFacts("standing_demand", actions=ASKING),
        GuardFacts("standing_fulfilment", actions=MEETING),
    ]
