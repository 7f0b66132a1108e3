from django.apps import AppConfig


class LeavingConfig(AppConfig):
    name = "lindun.leaving"

    def ready(self) -> None:
        from lindun.leaving import exits, rules, shell
        from lindun.organisation import departing

        rules.register()
        shell.register()
        departing.hold(exits.open_file)
