from django.apps import AppConfig


class StandingConfig(AppConfig):
    name = "lindun.standing"

    def ready(self) -> None:
        from lindun.standing import rules
        from lindun.standing.words import SENTENCES
        from lindun.web import reasons

        rules.register()
        for code, sentence in SENTENCES.items():
            reasons.register_sentence(code, sentence)
