from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "lindun.requests"

    def ready(self) -> None:
        from lindun.gate.registry import facts as sources
        from lindun.gate.registry import grants as book
        from lindun.requests import facts, grants, rules, shell

        rules.register()
        sources.register(task=facts.task, grant=facts.grant)
        book.register(use=grants.use)
        shell.register()
