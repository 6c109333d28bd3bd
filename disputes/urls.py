from django.urls import path

from . import views

app_name = "disputes"
urlpatterns = [
    path("submissions/<slug:public_id>/dispute/", views.open_case, name="open"),
    path("disputes/<slug:public_id>/", views.case, name="case"),
    path("disputes/<slug:public_id>/answer/", views.answer, name="answer"),
    path("disputes/<slug:public_id>/concede/", views.concede, name="concede"),
]
