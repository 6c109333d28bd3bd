from django.urls import path

from .leaving import views as leaving
from .security import suspending
from .security import views as security
from .views import identities, levels, people, phones, places, standing

app_name = "accounts"
urlpatterns = [
    path("me/", people.profile, name="profile"),
    path("me/log/", people.log, name="log"),
    path("me/edit/", people.edit, name="edit"),
    path("me/first-steps/<slug:side>/hide/", people.hide_steps, name="hide_steps"),
    path("me/security/", security.security, name="security"),
    path("me/devices/", security.where, name="devices"),
    path("me/devices/end/", security.end_device, name="end_device"),
    path("me/devices/end-others/", security.end_others, name="end_others"),
    path("me/devices/not-me/", security.not_me, name="not_me"),
    path("me/go-on/<str:key>/", suspending.go_on, name="go_on"),
    path("me/second-step/", security.second_step, name="second_step"),
    path("me/data/", leaving.data, name="data"),
    path("me/data/<slug:public_id>/", leaving.fetch_data, name="fetch_data"),
    path("me/leave/", leaving.leave, name="leave"),
    path("me/leave/stop/", leaving.stay, name="stay"),
    path("me/standing/", standing.standing, name="standing"),
    path("me/standing/<slug:public_id>/", standing.sanction, name="sanction"),
    path("me/standing/<slug:public_id>/appeal/", standing.appeal, name="appeal"),
    path("me/standing/<slug:public_id>/answer/", standing.answer, name="answer"),
    path("exhibits/<slug:public_id>/", standing.exhibit, name="exhibit"),
    path("rules/", standing.rules, name="rules"),
    path("me/level/", levels.level, name="level"),
    path("me/points/", levels.points, name="points"),
    path("leaderboard/", levels.leaderboard, name="leaderboard"),
    path("leaderboard/join/", levels.join_leaderboard, name="join_leaderboard"),
    path("leaderboard/leave/", levels.leave_leaderboard, name="leave_leaderboard"),
    path("me/household/", places.household, name="household"),
    path("me/household/<slug:public_id>/confirm/", places.confirm_household, name="confirm_household"),
    path("me/household/<slug:public_id>/end/", places.end_household, name="end_household"),
    path("me/verify/", phones.verify, name="verify"),
    path("me/verify/code/", phones.confirm_phone, name="confirm_phone"),
    path("me/verify/take-out/", phones.take_out_phone, name="take_out_phone"),
    path("me/identity/", identities.identity, name="identity"),
    path("me/identity/take-back/", identities.take_back_identity, name="take_back_identity"),
    path("me/place/", places.place, name="place"),
    path("me/place/travel/", places.travel, name="travel"),
    path("me/place/move/", places.move, name="move"),
    path("me/place/move-back/", places.move_back, name="move_back"),
    path("privacy/", places.privacy, name="privacy"),
    path("people/<slug:public_id>/", people.person, name="person"),
    path("people/<slug:public_id>/photo/", people.photo, name="photo"),
]
