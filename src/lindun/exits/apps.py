from django.apps import AppConfig


class ExitsConfig(AppConfig):
    name = "lindun.exits"

    def ready(self) -> None:
        from lindun.exits import rules, shell

        rules.register()
        shell.register()
