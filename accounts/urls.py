from django.urls import path

from .views import people, standing

app_name = "accounts"
urlpatterns = [
    path("me/", people.profile, name="profile"),
    path("me/log/", people.log, name="log"),
    path("me/edit/", people.edit, name="edit"),
    path("me/standing/", standing.standing, name="standing"),
    path("me/standing/<slug:public_id>/", standing.sanction, name="sanction"),
    path("me/standing/<slug:public_id>/appeal/", standing.appeal, name="appeal"),
    path("me/standing/<slug:public_id>/answer/", standing.answer, name="answer"),
    path("exhibits/<slug:public_id>/", standing.exhibit, name="exhibit"),
    path("rules/", standing.rules, name="rules"),
    path("people/<slug:public_id>/", people.person, name="person"),
    path("people/<slug:public_id>/photo/", people.photo, name="photo"),
]
