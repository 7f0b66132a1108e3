from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    name = "lindun.residents"
