"""The table of contents: every address of the product. A route that no test declares fails the tests."""

from django.urls import include, path

from lindun.oversight.views import healthz

urlpatterns = [
    path("account/", include("lindun.organisation.account_urls")),
    path("account/", include("lindun.accounts.account_urls")),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("", include("lindun.web.urls")),
    path("", include("lindun.requests.urls")),
    path("residents/", include("lindun.residents.urls")),
    path("staff/", include("lindun.organisation.urls")),
    path("accounts/", include("lindun.accounts.urls")),
    path("catalogue/", include("lindun.catalogue.urls")),
    path("notifications/", include("lindun.notifications.urls")),
    path("questions/", include("lindun.questions.urls")),
    path("notices/", include("lindun.notices.urls")),
    path("exits/", include("lindun.exits.urls")),
    path("papers/", include("lindun.papers.urls")),
    path("leaving/", include("lindun.leaving.urls")),
    path("assets/", include("lindun.assets.urls")),
    path("personnel/", include("lindun.personnel.urls")),
    path("policies/", include("lindun.policies.urls")),
    path("training/", include("lindun.training.urls")),
    path("work-orders/", include("lindun.sharing.urls")),
    path("w/", include("lindun.sharing.link_urls")),
    path("work-orders/", include("lindun.orders.urls")),
    path("api/work-orders/", include("lindun.orders.interface_urls")),
    path("partners/", include("lindun.partners.urls")),
    path("exports/", include("lindun.exports.urls")),
    path("conduct/", include("lindun.conduct.urls")),
    path("legal/", include("lindun.legal.urls")),
    path("rights/", include("lindun.rights.urls")),
    path("oversight/", include("lindun.oversight.urls")),
    path("healthz", healthz),
]

handler400 = "lindun.web.errors.bad_request"
handler403 = "lindun.web.errors.forbidden"
handler404 = "lindun.web.errors.not_found"
handler500 = "lindun.web.errors.server_error"
