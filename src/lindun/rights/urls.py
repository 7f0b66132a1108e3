from django.urls import path

from lindun.rights import review_views, views

app_name = "rights"
urlpatterns = [
    path("", views.register, name="register"),
    path("permissions.csv", views.export, name="export"),
    path("reviews/", review_views.reviews, name="reviews"),
    path("reviews/open/", review_views.open_review, name="open"),
    path("reviews/<uuid:review>/", review_views.review, name="review"),
    path("reviews/<uuid:review>/<uuid:staff>/", review_views.answer, name="answer"),
]
