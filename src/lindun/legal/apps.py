from django.apps import AppConfig


class LegalConfig(AppConfig):
    name = "lindun.legal"

    def ready(self) -> None:
        from lindun.legal import rules, shell

        rules.register()
        shell.register()
