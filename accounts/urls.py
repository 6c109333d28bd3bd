from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("me/", views.profile, name="profile"),
    path("me/log/", views.log, name="log"),
    path("me/edit/", views.edit, name="edit"),
    path("me/household/", views.household, name="household"),
    path("me/household/<slug:public_id>/confirm/", views.confirm_household, name="confirm_household"),
    path("me/household/<slug:public_id>/end/", views.end_household, name="end_household"),
    path("me/place/", views.place, name="place"),
    path("me/place/travel/", views.travel, name="travel"),
    path("me/place/move/", views.move, name="move"),
    path("privacy/", views.privacy, name="privacy"),
    path("people/<slug:public_id>/", views.person, name="person"),
    path("people/<slug:public_id>/photo/", views.photo, name="photo"),
]
