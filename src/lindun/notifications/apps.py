from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "lindun.notifications"

    def ready(self) -> None:
        from lindun.notifications import rules, shell

        rules.register()
        shell.register()
