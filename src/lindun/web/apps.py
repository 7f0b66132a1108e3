from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "lindun.web"
    label = "web"
