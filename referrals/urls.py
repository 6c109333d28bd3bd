from django.urls import path

from . import views

app_name = "referrals"
urlpatterns = [
    path("referrals/", views.home, name="home"),
    path("r/<slug:public_id>/", views.arrive, name="arrive"),
]
