from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "lindun.accounts"

    def ready(self) -> None:
        from lindun.accounts import rules, shell

        rules.register()
        shell.register()
