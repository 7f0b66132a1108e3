"""The first version of the rules is shipped; versions and acceptances are added by their deeds and stay."""

from django.db import migrations
from django.utils import timezone

from lindun.scope.operations import GuardFacts

CHINESE = """您收到的是住户的个人信息，只用来完成这一张工单。
1. 只看工单需要的内容，不看别的，不打听。
2. 不抄写、不截图、不拍照、不转发，也不告诉别人。
3. 不保存住户的电话，不加微信，不用于推销或其他事情。
4. 工单完成后不再联系住户；手里留有内容的，当天删除。
5. 链接只给您一人。手机丢失、发错人或看到不该看的，马上告诉派单的人。
您的每次打开都会记录。违反规则，公司会停止合作，并依法追究责任。"""
ENGLISH = """What you receive is personal data of residents. It is for this one work order and nothing else.
1. Look only at what the work needs. Do not look further and do not ask around.
2. Do not copy it down, take screenshots or photos, pass it on, or tell anybody.
3. Do not keep residents' numbers, add them as contacts, or use them for sales or anything else.
4. Do not contact residents after the work. Delete on the same day whatever you still hold.
5. The link is for you alone. If a phone is lost, a message went astray, or you see what you should not, tell the sender at once.
Each opening is recorded. Whoever breaks these rules loses the company's work and answers for it by law."""


def ship(apps, schema_editor):
    rules = apps.get_model("sharing", "ReceiverRules").objects.using(schema_editor.connection.alias)
    rules.create(version=1, chinese=CHINESE, english=ENGLISH, at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("sharing", "0006_rules_for_receivers"), ("scope", "0001_scope_functions")]
    operations = [
        migrations.RunPython(ship, migrations.RunPython.noop),
        GuardFacts("sharing_receiverrules", actions=("sharing.rules.publish",)),
        GuardFacts("sharing_acceptance", actions=("sharing.link.accept",)),
    ]
