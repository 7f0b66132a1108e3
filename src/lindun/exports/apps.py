from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class ExportsConfig(AppConfig):
    name = "lindun.exports"

    def ready(self) -> None:
        from lindun.exports import rules, shell
        from lindun.sharing.files.decoys import BadRange, NumberRange

        try:
            NumberRange.read(settings.DECOY_NUMBERS)
        except BadRange as bad:
            raise ImproperlyConfigured(f"LINDUN_DECOY_NUMBERS: {bad}.") from bad
        rules.register()
        shell.register()
