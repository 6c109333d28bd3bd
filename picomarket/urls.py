from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from accounts.security import views as security

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.measured, name="metrics"),
    path("sw.js", views.worker, name="worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("offline/", views.offline, name="offline"),
    path("books/", views.books, name="books"),
    path("transparency/", views.transparency, name="transparency"),
    path("transparency/<str:month>/", views.transparency, name="transparency_month"),
    path("language/", views.choose_language, name="set_language"),
    # In place of allauth's own: these ask for more, or say more.
    path("account/password/set/", security.set_password, name="account_set_password"),
    path("account/sessions/", RedirectView.as_view(pattern_name="accounts:devices"), name="usersessions_list"),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("tasks.urls")),
    path("", include("submissions.urls")),
    path("wallet/", include("wallet.urls")),
    path("", include("disputes.urls")),
    path("", include("referrals.urls")),
    path("", include("threads.urls")),
    path("notices/", include("inbox.urls")),
]
handler400 = "picomarket.views.bad_request"
handler403 = "picomarket.views.forbidden"
handler404 = "picomarket.views.not_found"
handler500 = "picomarket.views.broken"

if settings.DEBUG:
    urlpatterns += [
        path("mail/", views.mailbox, name="mailbox"),
        path("mail/<slug:key>/", views.letter, name="letter"),
        path("style/", views.style, name="style"),
    ]
