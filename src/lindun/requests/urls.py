from django.urls import path

from lindun.requests import access_views as access
from lindun.requests import deputy_views as deputies
from lindun.requests import views

app_name = "requests"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("tasks/new/", views.new_task, name="task_new"),
    path("tasks/new/<uuid:dwelling>/", views.new_task, name="task_new_at"),
    path("tasks/<uuid:task>/close/", views.close_task, name="task_close"),
    path("tasks/history/<uuid:dwelling>/", views.history, name="history"),
    path("tasks/alerts/", views.alerts, name="alerts"),
    path("tasks/alerts/<uuid:alert>/seen/", views.acknowledge_alert, name="alert_seen"),
    path("tasks/lookups/", views.lookups, name="lookups"),
    path("tasks/lookups/<uuid:lookup>/reviewed/", views.review_lookup, name="lookup_reviewed"),
    path("requests/", access.mine, name="mine"),
    path("requests/inbox/", access.inbox, name="inbox"),
    path("requests/deputies/", deputies.page, name="deputies"),
    path("requests/deputies/<int:deputy>/end/", deputies.end, name="deputy_end"),
    path("requests/new/<uuid:resident>/<slug:item>/", access.apply, name="apply"),
    path("requests/<uuid:access>/", access.file, name="file"),
    path("requests/<uuid:access>/decide/", access.decide, name="decide"),
    path("requests/<uuid:access>/second/", access.second_person, name="second"),
    path("requests/<uuid:access>/withdraw/", access.withdraw, name="withdraw"),
    path("requests/<uuid:access>/conclude/", access.conclude, name="conclude"),
    path("requests/<uuid:access>/review/", access.review, name="review"),
]
