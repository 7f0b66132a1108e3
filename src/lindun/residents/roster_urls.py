from django.urls import path

from lindun.residents import roster_views as views

urlpatterns = [
    path("", views.upload, name="import_upload"),
    path("<uuid:roster>/", views.progress, name="import_progress"),
    path("<uuid:roster>/columns/", views.columns, name="import_columns"),
    path("<uuid:roster>/check/", views.preview, name="import_preview"),
    path("<uuid:roster>/confirm/", views.confirm, name="import_confirm"),
    path("<uuid:roster>/cancel/", views.cancel, name="import_cancel"),
    path("<uuid:roster>/report/", views.report, name="import_report"),
    path("<uuid:roster>/report/file/", views.file_report, name="import_file_report"),
]
