from django.urls import path

from . import views

app_name = "tasks"
urlpatterns = [
    path("work/", views.feed, name="feed"),
    path("tasks/", views.mine, name="mine"),
    path("tasks/post/", views.post, name="post"),
    path("tasks/<str:public_id>/", views.detail, name="detail"),
    path("tasks/<str:public_id>/draft/<slug:step>/", views.draft, name="draft"),
    path("tasks/<str:public_id>/publish/", views.publish, name="publish"),
    path("tasks/<str:public_id>/discard/", views.discard, name="discard"),
    path("tasks/<str:public_id>/manage/", views.manage, name="manage"),
    path("tasks/<str:public_id>/pause/", views.pause, name="pause"),
    path("tasks/<str:public_id>/resume/", views.resume, name="resume"),
    path("tasks/<str:public_id>/stop/", views.stop, name="stop"),
]
