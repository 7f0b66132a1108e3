from django.urls import path

from lindun.questions import views

app_name = "questions"
urlpatterns = [
    path("", views.listed, name="list"),
    path("ask/", views.ask, name="ask"),
    path("<uuid:question>/", views.one, name="one"),
    path("<uuid:question>/answer/", views.answer, name="answer"),
]
