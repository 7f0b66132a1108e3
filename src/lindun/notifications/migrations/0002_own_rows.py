"""A notification is shown to its recipient alone, and made inside a passage alone."""

from django.db import migrations

OWN = """
ALTER TABLE notifications_notification ENABLE ROW LEVEL SECURITY;
ALTER TABLE notifications_notification FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON notifications_notification
    USING (recipient_id = (SELECT scope.person()))
    WITH CHECK (recipient_id = (SELECT scope.person()));
CREATE POLICY told ON notifications_notification FOR INSERT
    WITH CHECK (coalesce((SELECT scope.action()), '') <> '');
"""
OPEN = """
DROP POLICY told ON notifications_notification;
DROP POLICY own ON notifications_notification;
ALTER TABLE notifications_notification NO FORCE ROW LEVEL SECURITY;
ALTER TABLE notifications_notification DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial"), ("scope", "0002_person")]
    operations = [migrations.RunSQL(OWN, OPEN)]
