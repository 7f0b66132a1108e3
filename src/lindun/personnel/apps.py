from django.apps import AppConfig


class PersonnelConfig(AppConfig):
    name = "lindun.personnel"

    def ready(self) -> None:
        from lindun.personnel import rules, shell

        rules.register()
        shell.register()
