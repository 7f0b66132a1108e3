from django.urls import path

from lindun.exits import views

app_name = "exits"
urlpatterns = [
    path("", views.listed, name="list"),
    path("new/", views.new, name="new"),
    path("check/", views.check, name="check"),
    path("check/<slug:number>/", views.scanned, name="scanned"),
    path("<uuid:permit>/", views.one, name="one"),
    path("<uuid:permit>/decide/", views.decide, name="decide"),
    path("<uuid:permit>/return/", views.take_back, name="return"),
]
