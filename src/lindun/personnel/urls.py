from django.urls import include, path

from lindun.personnel import file_views, views

app_name = "personnel"
urlpatterns = [
    path("posts/", views.posts, name="posts"),
    path("posts/unit/", views.unit, name="unit"),
    path("posts/new/", views.new_post, name="post_new"),
    path("posts/<int:position>/", views.post, name="post"),
    path("posts/<int:position>/responsible/", views.responsible, name="responsible"),
    path("posts/<int:position>/remove/", views.remove, name="remove"),
    path("file/<uuid:staff_id>/", file_views.confidentiality_file, name="file"),
    path("commendations/", file_views.commendations, name="commendations"),
    path("commendations/new/", file_views.commend, name="commend"),
    path("me/", file_views.me, name="me"),
    path("checks/", views.checks, name="checks"),
    path("lists/", include("lindun.personnel.lists.urls")),
]
