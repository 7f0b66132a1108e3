from django.urls import path

from lindun.organisation import checklist, views

app_name = "organisation"
urlpatterns = [
    path("", views.staff, name="staff"),
    path("new/", views.hire, name="hire"),
    path("mine/", checklist.mine, name="standing"),
    path("company/", views.company, name="company"),
    path("<uuid:staff_id>/", views.person, name="person"),
    path("<uuid:staff_id>/confirm/", views.confirm, name="confirm"),
    path("<uuid:staff_id>/employment/", views.employment, name="employment"),
    path("<uuid:staff_id>/suspend/", views.suspend, name="suspend"),
]
