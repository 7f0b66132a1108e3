from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "lindun.partners"

    def ready(self) -> None:
        from lindun.gate.registry import facts as sources
        from lindun.partners import facts, rules, shell

        rules.register()
        sources.register(consent=facts.consent)
        shell.register()
