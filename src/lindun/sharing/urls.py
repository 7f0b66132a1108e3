from django.urls import path

from lindun.sharing import call_views, rules_views, views

app_name = "sharing"
urlpatterns = [
    path("", views.listed, name="list"),
    path("rules/", rules_views.rules, name="rules"),
    path("bring/", views.bring, name="bring"),
    path("new/<uuid:task>/", views.send, name="send"),
    path("<uuid:link>/revoke/", views.revoke, name="revoke"),
    path("calls/new/<uuid:task>/<uuid:resident>/", call_views.call, name="call"),
    path("calls/<uuid:call>/connect/", call_views.connect, name="call_connect"),
    path("calls/<uuid:call>/done/", call_views.done, name="call_done"),
]
