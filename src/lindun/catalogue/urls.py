from django.urls import path

from lindun.catalogue import entry_views, views

app_name = "catalogue"
urlpatterns = [
    path("", views.matrix, name="matrix"),
    path("items/", views.items, name="items"),
    path("changes/", views.changes, name="changes"),
    path("changes/new/<slug:purpose>/<slug:item>/", views.propose, name="propose"),
    path("changes/<uuid:change>/decide/", views.decide, name="decide"),
    path("new/", entry_views.listed, name="entries"),
    path("new/<slug:what>/", entry_views.propose, name="enter"),
    path("new/<uuid:entry>/decide/", entry_views.decide, name="decide_entry"),
    path("unclassified/", views.unclassified, name="unclassified"),
    path("unclassified/<uuid:task>/settle/", views.settle, name="settle"),
]
