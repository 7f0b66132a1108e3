from django.urls import path

from lindun.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.listed, name="list"),
    path("seen/", views.all_seen, name="all_seen"),
    path("<uuid:notification>/", views.follow, name="follow"),
]
