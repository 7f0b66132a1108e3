from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "lindun.catalogue"

    def ready(self) -> None:
        from lindun.catalogue import facts, rules, shell
        from lindun.gate.registry import facts as sources

        rules.register()
        sources.register(purpose=facts.purpose, items=facts.items)
        shell.register()
