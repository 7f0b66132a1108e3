from django.urls import path

from lindun.training import office, views

app_name = "training"
urlpatterns = [
    path("", views.mine, name="course"),
    path("rules/<slug:rule>/", views.card, name="card"),
    path("rules/<slug:rule>/question/", views.draw_one, name="draw_one"),
    path("learn/<slug:course>/<int:number>/", views.page, name="page"),
    path("learn/<slug:course>/finish/", views.finish, name="finish"),
    path("quiz/", views.draw, name="draw"),
    path("quiz/<uuid:quiz>/", views.quiz, name="quiz"),
    path("contests/", views.contests, name="contests"),
    path("contests/<uuid:contest>/", views.contest, name="contest"),
    path("contests/<uuid:contest>/take-part/", views.take_part, name="take_part"),
    path("overview/", office.overview, name="overview"),
    path("overview/<uuid:staff>/", office.person, name="person"),
    path("results/", office.results, name="results"),
    path("plan/", office.plan, name="plan"),
    path("plan/<uuid:line>/drop/", office.drop, name="drop"),
]
