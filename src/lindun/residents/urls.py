from django.urls import include, path

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
    path("<uuid:resident>/<slug:item>/<int:ordinal>/open/", views.reveal, name="reveal"),
    path("<uuid:resident>/<slug:item>/<int:ordinal>/source/", views.source, name="source"),
]
