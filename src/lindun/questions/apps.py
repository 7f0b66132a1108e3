from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "lindun.questions"

    def ready(self) -> None:
        from lindun.questions import rules, shell

        rules.register()
        shell.register()
