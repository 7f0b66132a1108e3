from django.urls import path

from lindun.notifications import robot_views, views

app_name = "notifications"
urlpatterns = [
    path("", views.listed, name="list"),
    path("seen/", views.all_seen, name="all_seen"),
    path("robots/", robot_views.listed, name="robots"),
    path("robots/new/", robot_views.new, name="robot_new"),
    path("robots/<uuid:robot>/", robot_views.one, name="robot"),
    path("robots/<uuid:robot>/test/", robot_views.tried, name="robot_test"),
    path("<uuid:notification>/", views.follow, name="follow"),
]
