from django.db import migrations

from lindun.scope.operations import GuardFacts

FOUNDING = "organisation.company.found"


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial"), ("scope", "0001_scope_functions")]
    operations = [
        GuardFacts("catalogue_need", actions=("catalogue.change.decide", FOUNDING)),
        GuardFacts("catalogue_purpose", actions=(FOUNDING,)),
        GuardFacts("catalogue_dataitem", actions=(FOUNDING,)),
    ]
