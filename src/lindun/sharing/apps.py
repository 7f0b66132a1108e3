from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "lindun.sharing"

    def ready(self) -> None:
        from lindun.gate.registry import facts as sources
        from lindun.gate.registry import links as book
        from lindun.sharing import facts, quota, rules, shell

        rules.register()
        sources.register(actor=facts.actor)
        book.register(use=quota.use)
        shell.register()
