from django.urls import path

from .views import batches, finding, managing, policy, posting, reporting

app_name = "tasks"
urlpatterns = [
    path("work/", finding.feed, name="feed"),
    path("policy/", policy.policy, name="policy"),
    path("policy/<int:number>/", policy.edition, name="edition"),
    path("reports/", reporting.reports, name="reports"),
    path("tasks/", managing.mine, name="mine"),
    path("tasks/post/", posting.post, name="post"),
    path("tasks/<slug:public_id>/", finding.detail, name="detail"),
    path("tasks/<slug:public_id>/draft/rows/", batches.rows, name="rows"),
    path("tasks/<slug:public_id>/draft/rows/again/", batches.check_again, name="check_again"),
    path("tasks/<slug:public_id>/draft/rows/remove/", batches.remove_file, name="remove_file"),
    path("tasks/<slug:public_id>/report/", reporting.report, name="report"),
    path("tasks/<slug:public_id>/draft/<slug:step>/", posting.draft, name="draft"),
    path("tasks/<slug:public_id>/judge/<slug:step>/", posting.judge, name="judge"),
    path("tasks/<slug:public_id>/publish/", posting.publish, name="publish"),
    path("tasks/<slug:public_id>/take-back/", posting.take_back, name="take_back"),
    path("tasks/<slug:public_id>/discard/", posting.discard, name="discard"),
    path("tasks/<slug:public_id>/duplicate/", posting.duplicate, name="duplicate"),
    path("tasks/<slug:public_id>/manage/", managing.manage, name="manage"),
    path("tasks/<slug:public_id>/pause/", managing.pause, name="pause"),
    path("tasks/<slug:public_id>/resume/", managing.resume, name="resume"),
    path("tasks/<slug:public_id>/add/", managing.add, name="add"),
    path("tasks/<slug:public_id>/stop/", managing.stop, name="stop"),
]
