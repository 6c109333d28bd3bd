from django.urls import path

from . import views
from .leaving import views as leaving
from .security import views as security

app_name = "accounts"
urlpatterns = [
    path("me/", views.profile, name="profile"),
    path("me/log/", views.log, name="log"),
    path("me/edit/", views.edit, name="edit"),
    path("me/security/", security.security, name="security"),
    path("me/devices/", security.where, name="devices"),
    path("me/devices/end/", security.end_device, name="end_device"),
    path("me/devices/end-others/", security.end_others, name="end_others"),
    path("me/devices/not-me/", security.not_me, name="not_me"),
    path("me/second-step/", security.second_step, name="second_step"),
    path("me/data/", leaving.data, name="data"),
    path("me/data/<slug:public_id>/", leaving.fetch_data, name="fetch_data"),
    path("me/leave/", leaving.leave, name="leave"),
    path("me/leave/stop/", leaving.stay, name="stay"),
    path("people/<slug:public_id>/", views.person, name="person"),
    path("people/<slug:public_id>/photo/", views.photo, name="photo"),
]
