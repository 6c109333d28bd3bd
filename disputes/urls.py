from django.urls import path

from . import views

app_name = "disputes"
urlpatterns = [
    path("submissions/<slug:public_id>/dispute/", views.open_case, name="open"),
    path("jury/", views.seats, name="seats"),
    path("jury/<slug:public_id>/", views.juror, name="juror"),
    path("jury/<slug:public_id>/decline/", views.decline, name="decline"),
    path("jury/<slug:public_id>/proof/<slug:proof_id>/", views.juror_proof, name="juror_proof"),
    path("disputes/files/<slug:public_id>/", views.enclosure, name="enclosure"),
    path("disputes/<slug:public_id>/", views.case, name="case"),
    path("disputes/<slug:public_id>/answer/", views.answer, name="answer"),
    path("disputes/<slug:public_id>/nothing-to-add/", views.have_nothing_to_add, name="have_nothing_to_add"),
    path("disputes/<slug:public_id>/concede/", views.concede, name="concede"),
    path("disputes/<slug:public_id>/offer/", views.offer, name="offer"),
    path("disputes/<slug:public_id>/take-offer/", views.take_offer, name="take_offer"),
    path("disputes/<slug:public_id>/accept/", views.accept, name="accept"),
    path("disputes/<slug:public_id>/appeal/", views.appeal, name="appeal"),
]
