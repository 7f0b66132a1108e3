from django.apps import AppConfig


class AssetsConfig(AppConfig):
    name = "lindun.assets"

    def ready(self) -> None:
        from lindun.assets import rules, shell

        rules.register()
        shell.register()
