from django.apps import AppConfig


class ExitsConfig(AppConfig):
    name = "lindun.exits"

    def ready(self) -> None:
        from lindun.exits import departing, rules, shell

        rules.register()
        shell.register()
        departing.register()
