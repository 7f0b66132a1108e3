from django.urls import path

from lindun.personnel.lists import views

urlpatterns = [
    path("", views.lists, name="lists"),
    path("<uuid:list_id>/", views.report, name="list"),
    path("<uuid:list_id>/columns/", views.columns, name="list_columns"),
    path("<uuid:list_id>/check/", views.check, name="list_check"),
    path("<uuid:list_id>/apart/", views.apart, name="list_apart"),
    path("<uuid:list_id>/carry-out/", views.carry_out, name="list_carry_out"),
    path("<uuid:list_id>/cancel/", views.cancel, name="list_cancel"),
    path("<uuid:list_id>/let-in/", views.let_in, name="list_let_in"),
    path("<uuid:list_id>/file/", views.file_report, name="list_file"),
]
