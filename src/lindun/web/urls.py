from django.urls import path

from lindun.web import views

app_name = "web"
urlpatterns = [
    path("language/", views.language, name="language"),
    path("attempts/", views.attempt, name="attempt"),
]
