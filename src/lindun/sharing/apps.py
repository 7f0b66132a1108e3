from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "lindun.sharing"

    def ready(self) -> None:
        from lindun.gate.quotas import quotas
        from lindun.gate.registry import facts as sources
        from lindun.sharing import departing, facts, quota, rules, shell

        rules.register()
        sources.register(actor=facts.actor)
        quotas.register(link=quota.quota)
        shell.register()
        departing.register()
