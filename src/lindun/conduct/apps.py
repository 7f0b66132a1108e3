from django.apps import AppConfig


class ConductConfig(AppConfig):
    name = "lindun.conduct"

    def ready(self) -> None:
        from lindun.conduct import rules, shell

        rules.register()
        shell.register()
