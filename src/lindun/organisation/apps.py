from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "lindun.organisation"

    def ready(self) -> None:
        from lindun.gate.registry import facts as sources
        from lindun.organisation import facts, rules, shell

        rules.register()
        sources.register(actor=facts.actor, person=facts.person, answered=facts.answered)
        shell.register()
