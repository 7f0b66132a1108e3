from django.urls import include, path

from lindun.residents import granted as access
from lindun.residents import views

app_name = "residents"
urlpatterns = [
    path("", views.residents, name="list"),
    path("import/", include("lindun.residents.roster_urls")),
    path("search/", views.search, name="search"),
    path("household/<uuid:dwelling>/", views.household, name="household"),
    path("household/<uuid:dwelling>/purpose/", views.choose_purpose, name="purpose"),
    path("household/<uuid:dwelling>/task/", views.open_task, name="task"),
    path("household/<uuid:dwelling>/reason/", views.give_reason, name="reason"),
    path("household/<uuid:dwelling>/emergency/", access.emergency, name="emergency"),
    path("<uuid:resident>/<slug:item>/<int:ordinal>/open/", views.reveal, name="reveal"),
    path(
        "<uuid:resident>/<slug:item>/<int:ordinal>/open/<slug:grant>/", access.reveal, name="reveal_granted"
    ),
    path("<uuid:resident>/movements/", access.show_movements, name="movements"),
    path("<uuid:resident>/movements/open/", access.open_movements, name="movements_open"),
    path("<uuid:resident>/<slug:item>/<int:ordinal>/source/", views.source, name="source"),
]
