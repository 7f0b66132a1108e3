from django.urls import path

from lindun.sharing import rules_views, views

app_name = "sharing"
urlpatterns = [
    path("", views.listed, name="list"),
    path("rules/", rules_views.rules, name="rules"),
    path("bring/", views.bring, name="bring"),
    path("new/<uuid:task>/", views.send, name="send"),
    path("<uuid:link>/revoke/", views.revoke, name="revoke"),
    path("calls/<uuid:call>/done/", views.call_done, name="call_done"),
]
