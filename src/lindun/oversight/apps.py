from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "lindun.oversight"

    def ready(self) -> None:
        from lindun.gate.registry import rules as rule_set
        from lindun.oversight import rules, shell

        rules.register()
        shell.register()
        rule_set.freeze()  # the last app to load closes the book
