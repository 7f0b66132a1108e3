from django.urls import path

from lindun.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.listed, name="list"),
    path("new/", views.new, name="new"),
    path("<uuid:notice>/", views.one, name="one"),
    path("<uuid:notice>/decide/", views.decide, name="decide"),
]
