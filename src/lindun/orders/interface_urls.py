"""The address other systems send work orders to."""

from django.urls import path

from lindun.orders import interface

app_name = "interface"
urlpatterns = [path("", interface.receive, name="orders")]
