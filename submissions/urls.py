from django.urls import path

from . import views

app_name = "submissions"
urlpatterns = [
    path("submissions/", views.mine, name="mine"),
    path("tasks/<str:public_id>/claim/", views.claim, name="claim"),
    path("submissions/<str:public_id>/", views.work, name="work"),
    path("submissions/<str:public_id>/deliver/", views.deliver, name="deliver"),
    path("submissions/<str:public_id>/give-back/", views.give_back, name="give_back"),
    path("submissions/<str:public_id>/extend/", views.extend, name="extend"),
    path("tasks/<str:public_id>/review/", views.desk, name="desk"),
    path("submissions/<str:public_id>/review/", views.review, name="review"),
    path("submissions/<str:public_id>/approve/", views.approve, name="approve"),
    path("submissions/<str:public_id>/reject/", views.reject, name="reject"),
    path("proofs/<str:public_id>/", views.proof, name="proof"),
]
