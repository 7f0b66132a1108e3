"""The pages of signing in that this house has: allauth's, without e-mail, sign-up and passwords by mail.

A forgotten password is personnel's business: they know who stands before them, a mailbox does not.
"""

from allauth.account import views
from django.urls import path

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    # allauth's sign-in page asks for the address of signing up; the adapter keeps that page closed
    path("signup/", views.signup, name="account_signup"),
]
