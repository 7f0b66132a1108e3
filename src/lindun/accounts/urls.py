from django.urls import path

from lindun.accounts import staff_views as views

app_name = "accounts"
urlpatterns = [
    path("rules/", views.rules, name="rules"),
    path("<uuid:staff_id>/password/", views.new_password, name="new_password"),
]
