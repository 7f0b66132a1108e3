from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "lindun.notices"

    def ready(self) -> None:
        from lindun.notices import rules, shell

        rules.register()
        shell.register()
