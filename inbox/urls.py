from django.urls import path

from . import views

app_name = "inbox"
urlpatterns = [
    path("", views.notices, name="notices"),
    path("read/", views.read, name="read"),
    path("choices/", views.choices, name="choices"),
    path("stop/<str:token>/", views.stop, name="stop"),
    path("<slug:public_id>/", views.follow, name="follow"),
    path("<slug:public_id>/read/", views.read_one, name="read_one"),
]
