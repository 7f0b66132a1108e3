from django.urls import path

from lindun.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("", views.matrix, name="matrix"),
    path("items/", views.items, name="items"),
    path("changes/", views.changes, name="changes"),
    path("changes/new/<slug:purpose>/<slug:item>/", views.propose, name="propose"),
    path("changes/<uuid:change>/decide/", views.decide, name="decide"),
    path("unclassified/", views.unclassified, name="unclassified"),
    path("unclassified/<uuid:task>/settle/", views.settle, name="settle"),
]
