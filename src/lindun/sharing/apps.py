from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "lindun.sharing"

    def ready(self) -> None:
        from lindun.gate.registry import facts as sources
        from lindun.sharing import facts, rules, shell

        rules.register()
        sources.register(actor=facts.actor)
        shell.register()
