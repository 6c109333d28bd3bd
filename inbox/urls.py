from django.urls import path

from . import views

app_name = "inbox"
urlpatterns = [
    path("", views.notices, name="notices"),
    path("read/", views.read, name="read"),
    path("<slug:public_id>/", views.follow, name="follow"),
]
