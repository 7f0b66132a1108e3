from django.urls import path

from lindun.policies import office_views, poster_views, project_views, views

app_name = "policies"
urlpatterns = [
    path("", views.rules, name="rules"),
    path("new/", views.new_rules, name="new_rules"),
    path("acknowledge/", views.acknowledge_rules, name="acknowledge"),
    path("duties/", views.duties, name="duties"),
    path("duties/acknowledge/", views.acknowledge_duties, name="acknowledge_duties"),
    path("pledge/", views.pledge, name="pledge"),
    path("pledge/sign/", views.sign, name="sign"),
    path("signed/<uuid:signature>/", views.signed, name="signed"),
    path("office/", office_views.office, name="office"),
    path("office/missing/<slug:kind>/", office_views.missing, name="missing"),
    path("office/propose/<slug:kind>/", office_views.propose, name="propose"),
    path("office/propose/duties/<slug:role>/", office_views.propose_duties, name="propose_duties"),
    path("office/<uuid:text>/", office_views.version, name="version"),
    path("office/<uuid:text>/decide/", office_views.decide, name="decide"),
    path("projects/", project_views.projects, name="projects"),
    path("projects/new/", project_views.new, name="project_new"),
    path("projects/<uuid:project>/", project_views.project, name="project"),
    path("projects/<uuid:project>/sign/", project_views.sign, name="project_sign"),
    path("projects/<uuid:project>/members/", project_views.add_member, name="project_add"),
    path(
        "projects/<uuid:project>/members/<uuid:member>/remove/",
        project_views.remove_member,
        name="project_remove",
    ),
    path("projects/<uuid:project>/notes/", project_views.write_note, name="project_note"),
    path("projects/<uuid:project>/close/", project_views.close, name="project_close"),
    path("posters/", poster_views.posters, name="posters"),
    path("posters/print/<slug:sheet>/", poster_views.printed, name="print"),
    path("posters/hang/", poster_views.hang, name="hang"),
    path("posters/<uuid:poster>/replace/", poster_views.replace, name="replace"),
    path("posters/<uuid:poster>/down/", poster_views.take_down, name="down"),
]
