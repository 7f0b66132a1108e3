"""Beside the pages of signing in (organisation.account_urls): the locked screen and one's own password."""

from django.urls import path

from lindun.accounts import views

urlpatterns = [
    path("lock/", views.lock, name="account_lock"),
    path("unlock/", views.unlock, name="account_unlock"),
    path("switch/", views.switch, name="account_switch"),
    path("stay/", views.stay, name="account_stay"),
    path("password/change/", views.change_password, name="account_change_password"),
]
