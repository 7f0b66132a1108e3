from django.urls import path

from lindun.oversight import views

app_name = "oversight"
urlpatterns = [
    path("ledger/", views.ledger, name="ledger"),
    path("ledger/<uuid:entry_id>/", views.entry, name="entry"),
    path("ledger/<uuid:entry_id>/proof/", views.proof, name="proof"),
    path("verifier/", views.verifier, name="verifier"),
    path("ledger-key/", views.public_key, name="key"),
    path("trace/", views.trace, name="trace"),
    path("trace/<uuid:resident>/file/", views.trace_file, name="trace_file"),
    path("handling/", views.report, name="report"),
    path("handling/file/", views.report_file, name="report_file"),
    path("events/", views.events, name="events"),
    path("events/<uuid:entry_id>/review/", views.review, name="review"),
    path("health/", views.health, name="health"),
]
