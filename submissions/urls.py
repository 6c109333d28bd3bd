from django.urls import path

from .views import batches, desk, employer, files, preview, ratings, results, worker

app_name = "submissions"
urlpatterns = [
    path("submissions/", worker.mine, name="mine"),
    path("tasks/<slug:public_id>/preview/", preview.preview, name="preview"),
    path("tasks/<slug:public_id>/claim/", worker.claim, name="claim"),
    path("submissions/<slug:public_id>/", worker.work, name="work"),
    path("submissions/<slug:public_id>/keep/", worker.keep, name="keep"),
    path("submissions/<slug:public_id>/deliver/", worker.deliver, name="deliver"),
    path("submissions/<slug:public_id>/extend/", worker.extend, name="extend"),
    path("submissions/<slug:public_id>/take-out/", worker.take_out, name="take_out"),
    path("submissions/<slug:public_id>/give-back/", worker.give_back, name="give_back"),
    path("tasks/<slug:public_id>/draft/rows/preview/", batches.preview_rows, name="preview_rows"),
    path("tasks/<slug:public_id>/rows/", batches.rows, name="rows"),
    path("tasks/<slug:public_id>/rows/again/", batches.run_again, name="run_again"),
    path("tasks/<slug:public_id>/results/", results.shown, name="results"),
    path("results/<slug:public_id>/", results.fetch, name="fetch"),
    path("tasks/<slug:public_id>/review/", desk.desk, name="desk"),
    path("tasks/<slug:public_id>/approve/", employer.approve_many, name="approve_many"),
    path("submissions/<slug:public_id>/review/", employer.review, name="review"),
    path("submissions/<slug:public_id>/approve/", employer.approve, name="approve"),
    path("submissions/<slug:public_id>/rate/", ratings.rate, name="rate"),
    path("submissions/<slug:public_id>/grade/", ratings.grade, name="grade"),
    path("submissions/<slug:public_id>/bonus/", employer.bonus, name="bonus"),
    path("submissions/<slug:public_id>/overturn/", employer.overturn, name="overturn"),
    path("submissions/<slug:public_id>/reject/", employer.reject, name="reject"),
    path("proofs/<slug:public_id>/", files.proof, name="proof"),
]
