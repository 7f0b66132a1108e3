from django.urls import path

from lindun.assets import views

app_name = "assets"
urlpatterns = [
    path("", views.listed, name="list"),
    path("new/", views.new, name="new"),
    path("report/", views.report, name="report"),
    path("incidents/", views.incidents, name="incidents"),
    path("incidents/<uuid:incident>/", views.incident, name="incident"),
    path("incidents/<uuid:incident>/close/", views.close, name="close"),
    path("<uuid:asset>/", views.one, name="one"),
    path("<uuid:asset>/issue/", views.issue, name="issue"),
    path("issues/<uuid:issue>/decide/", views.decide, name="decide"),
    path("issues/<uuid:issue>/return/", views.take_back, name="return"),
    path("issues/<uuid:issue>/lost/", views.lost, name="lost"),
]
