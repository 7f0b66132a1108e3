from django.urls import path

from lindun.exports import views

app_name = "exports"
urlpatterns = [
    path("", views.listed, name="list"),
    path("new/", views.new, name="new"),
    path("new/<slug:purpose>/", views.order, name="order"),
    path("destroyed/", views.destroyed, name="destroyed"),
    path("trace/", views.trace, name="trace"),
    path("for/<uuid:access>/", views.make, name="make"),
    path("archive/<uuid:access>/", views.archive, name="archive"),
    path("<uuid:export>/", views.one, name="one"),
    path("<uuid:export>/accept/", views.accept, name="accept"),
    path("<uuid:export>/take/", views.take, name="take"),
    path("<uuid:export>/password/", views.password, name="password"),
]
