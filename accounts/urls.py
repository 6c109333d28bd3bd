from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("me/", views.profile, name="profile"),
    path("me/log/", views.log, name="log"),
    path("me/edit/", views.edit, name="edit"),
    path("me/level/", views.level, name="level"),
    path("me/points/", views.points, name="points"),
    path("leaderboard/", views.leaderboard, name="leaderboard"),
    path("leaderboard/join/", views.join_leaderboard, name="join_leaderboard"),
    path("leaderboard/leave/", views.leave_leaderboard, name="leave_leaderboard"),
    path("people/<slug:public_id>/", views.person, name="person"),
    path("people/<slug:public_id>/photo/", views.photo, name="photo"),
]
