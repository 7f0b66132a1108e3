"""Who somebody is and which team she counts for change by the deeds that change her post, and by no other."""

from django.db import migrations

from lindun.scope.operations import GuardColumns, GuardFacts

MADE_BY = (
    "organisation.company.found",
    "organisation.staff.change",
    "personnel.post.change",
    "personnel.list.import",
)


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0013_staff_hired_on"),
        ("scope", "0001_scope_functions"),
    ]
    operations = [
        GuardColumns("organisation_staff", columns=("number", "name", "department_id", "hired_on")),
        GuardFacts("organisation_department", actions=MADE_BY),
    ]
