from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "lindun.papers"

    def ready(self) -> None:
        from lindun.gate.registry import facts
        from lindun.papers import rules, shell
        from lindun.papers.facts import owing

        facts.register(owing=owing)
        rules.register()
        shell.register()
