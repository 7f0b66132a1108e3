from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "lindun.exports"

    def ready(self) -> None:
        from lindun.exports import rules, shell

        rules.register()
        shell.register()
