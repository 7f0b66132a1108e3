from django.urls import path

from lindun.conduct import inbox_views, own_views, views

app_name = "conduct"
urlpatterns = [
    path("", inbox_views.listed, name="list"),
    path("new/", inbox_views.new, name="new"),
    path("leads/", inbox_views.leading, name="leads"),
    path("leads/<uuid:incident>/dismiss/", inbox_views.dismiss, name="dismiss"),
    path("notices/", own_views.notices, name="notices"),
    path("rules/", own_views.rules, name="rules"),
    path("own/<uuid:case>/", own_views.own, name="own"),
    path("own/<uuid:case>/reply/", own_views.reply, name="reply"),
    path("<uuid:case>/", views.one, name="one"),
    path("<uuid:case>/evidence/", views.add, name="add"),
    path("<uuid:case>/ask/", views.ask, name="ask"),
    path("<uuid:case>/heard/", views.take_down, name="take_down"),
    path("<uuid:case>/suspend/", views.suspend, name="suspend"),
    path("<uuid:case>/decide/", views.decide, name="decide"),
    path("<uuid:case>/answer/", views.answer, name="answer"),
    path("<uuid:case>/deduct/", views.deduct, name="deduct"),
    path("<uuid:case>/name/", own_views.name, name="name"),
    path("<uuid:case>/publish/", own_views.publish, name="publish"),
    path("<uuid:case>/inquiry/", views.inquiry, name="inquiry"),
    path("<uuid:case>/close/", views.close, name="close"),
    path("<uuid:case>/file/", views.pack, name="pack"),
]
