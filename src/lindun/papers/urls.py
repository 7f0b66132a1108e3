from django.urls import path

from lindun.papers import views

app_name = "papers"
urlpatterns = [
    path("", views.listed, name="list"),
    path("print/<uuid:task>/", views.printed, name="print"),
    path("<uuid:sheet>/", views.one, name="one"),
    path("<uuid:sheet>/settle/", views.settle, name="settle"),
    path("<uuid:sheet>/lost/", views.lose, name="lose"),
]
