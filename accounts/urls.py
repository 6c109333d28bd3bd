from django.urls import path

from .views import levels, people

app_name = "accounts"
urlpatterns = [
    path("me/", people.profile, name="profile"),
    path("me/log/", people.log, name="log"),
    path("me/edit/", people.edit, name="edit"),
    path("me/level/", levels.level, name="level"),
    path("me/points/", levels.points, name="points"),
    path("leaderboard/", levels.leaderboard, name="leaderboard"),
    path("leaderboard/join/", levels.join_leaderboard, name="join_leaderboard"),
    path("leaderboard/leave/", levels.leave_leaderboard, name="leave_leaderboard"),
    path("people/<slug:public_id>/", people.person, name="person"),
    path("people/<slug:public_id>/photo/", people.photo, name="photo"),
]
