from django.urls import path

from lindun.orders import file_views, views

app_name = "orders"
urlpatterns = [
    path("file/", file_views.choose, name="file"),
    path("file/bring/", file_views.bring, name="bring"),
    path("systems/", views.systems, name="systems"),
    path("systems/new/", views.new, name="new"),
    path("systems/<uuid:system>/", views.one, name="system"),
    path("systems/<uuid:system>/decide/", views.decide, name="decide"),
    path("systems/<uuid:system>/key/", views.take, name="take"),
    path("systems/<uuid:system>/withdraw/", views.revoke, name="revoke"),
]
