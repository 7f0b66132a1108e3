from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "lindun.orders"

    def ready(self) -> None:
        from lindun.gate.registry import facts as sources
        from lindun.orders import facts, rules, shell

        rules.register()
        sources.register(actor=facts.actor)
        shell.register()
