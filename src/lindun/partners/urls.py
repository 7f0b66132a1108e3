from django.urls import path

from lindun.partners import views

app_name = "partners"
urlpatterns = [
    path("", views.listed, name="list"),
    path("new/", views.new, name="new"),
    path("<uuid:partner>/", views.one, name="one"),
    path("<uuid:partner>/ask/", views.ask, name="ask"),
    path("decide/<slug:of>/<uuid:asked>/", views.decide, name="decide"),
    path("<slug:deed>/<uuid:about>/", views.deed, name="deed"),
]
