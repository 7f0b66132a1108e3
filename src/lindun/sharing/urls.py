from django.urls import path

from lindun.sharing import views

app_name = "sharing"
urlpatterns = [
    path("", views.listed, name="list"),
    path("bring/", views.bring, name="bring"),
    path("new/<uuid:task>/", views.send, name="send"),
    path("<uuid:link>/revoke/", views.revoke, name="revoke"),
    path("calls/<uuid:call>/done/", views.call_done, name="call_done"),
]
