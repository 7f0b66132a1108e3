from django.apps import AppConfig


class GateConfig(AppConfig):
    name = "lindun.gate"

    def ready(self) -> None:
        from lindun.gate import conditions

        conditions.register()
