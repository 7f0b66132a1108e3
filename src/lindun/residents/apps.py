from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    name = "lindun.residents"

    def ready(self) -> None:
        from lindun.gate.registry import facts as sources
        from lindun.residents import facts, rules, shell

        rules.register()
        sources.register(subject=facts.subject)
        shell.register()
