from django.urls import path

from . import views

app_name = "disputes"
urlpatterns = [
    path("submissions/<str:public_id>/dispute/", views.open_case, name="open"),
    path("disputes/<str:public_id>/", views.case, name="case"),
    path("disputes/<str:public_id>/answer/", views.answer, name="answer"),
    path("disputes/<str:public_id>/concede/", views.concede, name="concede"),
]
