from django.apps import AppConfig


class PersonnelConfig(AppConfig):
    name = "lindun.personnel"

    def ready(self) -> None:
        from lindun.personnel import rules, shell, sources

        rules.register()
        shell.register()
        sources.register()
