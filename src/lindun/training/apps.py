from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "lindun.training"

    def ready(self) -> None:
        from lindun.training import rules, shell

        rules.register()
        shell.register()
