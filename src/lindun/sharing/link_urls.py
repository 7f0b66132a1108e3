"""The addresses of those who bear a link. They are short, as they are printed and scanned."""

from django.urls import path

from lindun.sharing import link_views as views

app_name = "link"
urlpatterns = [
    path("", views.arrive, name="arrive"),
    path("<uuid:link>/", views.order, name="order"),
    path("<uuid:link>/accept/", views.accept, name="accept"),
    path("<uuid:link>/attempts/", views.attempt, name="attempt"),
    path("<uuid:link>/prove/", views.prove, name="prove"),
    path("<uuid:link>/<uuid:resident>/<slug:item>/<int:ordinal>/open/", views.open_value, name="open"),
    path("<uuid:link>/<uuid:resident>/call/", views.call, name="call"),
]
