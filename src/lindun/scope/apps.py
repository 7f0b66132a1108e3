from django.apps import AppConfig


class ScopeConfig(AppConfig):
    name = "lindun.scope"
