from django.urls import path

from lindun.organisation import views

app_name = "organisation"
urlpatterns = [
    path("", views.staff, name="staff"),
    path("new/", views.hire, name="hire"),
    path("company/", views.company, name="company"),
    path("<uuid:staff_id>/", views.person, name="person"),
    path("<uuid:staff_id>/confirm/", views.confirm, name="confirm"),
    path("<uuid:staff_id>/suspend/", views.suspend, name="suspend"),
]
