from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "lindun.requests"

    def ready(self) -> None:
        from lindun.gate.quotas import quotas
        from lindun.gate.registry import facts as sources
        from lindun.requests import departing, facts, grants, rules, shell

        rules.register()
        sources.register(task=facts.task, grant=facts.grant)
        quotas.register(grant=grants.quota)
        shell.register()
        departing.register()
