from django.urls import path

from lindun.leaving import file_views, own_views, transfer_views, views

app_name = "leaving"
urlpatterns = [
    path("", views.listed, name="list"),
    path("new/", views.new, name="new"),
    path("new/<uuid:staff>/", views.new, name="new_for"),
    path("systems/", views.systems, name="systems"),
    path("systems/<uuid:system>/", views.system, name="system"),
    path("own/", own_views.own, name="own"),
    path("own/sign/", own_views.sign, name="sign"),
    path("transfers/", transfer_views.listed, name="transfers"),
    path("transfers/new/<uuid:staff>/", transfer_views.new, name="transfer_new"),
    path("transfers/<uuid:transfer>/", transfer_views.one, name="transfer"),
    path("transfers/<uuid:transfer>/cancel/", transfer_views.cancel, name="transfer_cancel"),
    path("transfers/<uuid:transfer>/review/", transfer_views.review, name="transfer_review"),
    path("<uuid:departure>/", file_views.one, name="file"),
    path("<uuid:departure>/now/", file_views.now, name="now"),
    path("<uuid:departure>/cancel/", file_views.cancel, name="cancel"),
    path("<uuid:departure>/tasks/<uuid:task>/", file_views.hand_task, name="hand_task"),
    path("<uuid:departure>/interview/", file_views.interview, name="interview"),
    path("<uuid:departure>/settle/", file_views.settle, name="settle"),
    path("<uuid:departure>/revoked/<uuid:revocation>/", file_views.revoked, name="revoked"),
    path("<uuid:departure>/paper/", file_views.paper, name="paper"),
    path("<uuid:departure>/refusal/", file_views.refusal, name="refusal"),
    path("<uuid:departure>/witness/", own_views.witness, name="witness"),
    path("<uuid:departure>/authorise/", file_views.authorise, name="authorise"),
    path("<uuid:departure>/review/", file_views.review, name="review"),
    path("<uuid:departure>/close/", file_views.close, name="close"),
]
