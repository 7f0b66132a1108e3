from django.urls import path

from lindun.legal import views

app_name = "legal"
urlpatterns = [
    path("", views.listed, name="list"),
    path("new/", views.choose, name="choose"),
    path("new/<slug:asker>/", views.new, name="new"),
    path("<uuid:enquiry>/", views.one, name="one"),
    path("<uuid:enquiry>/refuse/", views.refuse, name="refuse"),
    path("<uuid:enquiry>/answer/", views.answer, name="answer"),
]
