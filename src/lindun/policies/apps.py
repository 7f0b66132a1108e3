from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "lindun.policies"

    def ready(self) -> None:
        from lindun.policies import rules, shell

        rules.register()
        shell.register()
