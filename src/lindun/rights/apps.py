from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "lindun.rights"

    def ready(self) -> None:
        from lindun.rights import rules, shell

        rules.register()
        shell.register()
