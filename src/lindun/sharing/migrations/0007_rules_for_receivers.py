"""The first version of the rules is shipped; versions and acceptances are added by their deeds and stay."""

from django.db import migrations
from django.utils import timezone

from lindun.scope.operations import GuardFacts

CHINESE = """您收到的是住户的个人信息，或打开它的密码，只用来办交给您的这一件事。
1. 只看这件事需要的内容，不看别的，不打听。
2. 不抄写、不截图、不拍照、不转发，也不告诉别人。
3. 不保存住户的电话，不加微信，不用于推销或其他事情。
4. 事情办完，不再因此联系住户；手里留有内容的，当天删除。
5. 只给您一人用。手机或文件丢失、发错人或看到不该看的，马上告诉交给您的人。
每次打开和领取都会记录。违反规则，员工按公司制度处理，外单位停止合作，并依法追究责任。"""
ENGLISH = """What you receive is personal data of residents, or the password that opens it. It is for this one purpose and nothing else.
1. Look only at what the purpose needs. Do not look further and do not ask around.
2. Do not copy it down, take screenshots or photos, pass it on, or tell anybody.
3. Do not keep residents' numbers, add them as contacts, or use them for sales or anything else.
4. Do not contact residents about it once it is done. Delete on the same day whatever you still hold.
5. It is for you alone. If a phone or a file is lost, a message went astray, or you see what you should not, tell whoever gave it to you at once.
Whatever is opened or taken is recorded. Staff who break these rules answer for it by the company's rules, other firms lose its work, and both answer for it by law."""


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
