from django.apps import AppConfig


class PersonnelConfig(AppConfig):
    name = "lindun.personnel"
