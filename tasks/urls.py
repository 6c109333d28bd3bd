from django.urls import path

from .views import costs, editing, finding, managing, policy, posting, quick, reporting, templates

app_name = "tasks"
urlpatterns = [
    path("work/", finding.feed, name="feed"),
    path("work/costs/", costs.costs, name="costs"),
    path("policy/", policy.policy, name="policy"),
    path("policy/<int:number>/", policy.edition, name="edition"),
    path("reports/", reporting.reports, name="reports"),
    path("tasks/", managing.mine, name="mine"),
    path("tasks/post/", posting.post, name="post"),
    path("work/examples/", templates.gallery, name="gallery"),
    path("tasks/templates/", templates.mine, name="templates"),
    path("tasks/templates/<slug:public_id>/use/", templates.use, name="use"),
    path("tasks/templates/<slug:public_id>/forget/", templates.forget, name="forget"),
    path("tasks/post/quick/", quick.quick, name="quick"),
    path("tasks/post/advice/", quick.advise, name="advise"),
    path("tasks/<slug:public_id>/", finding.detail, name="detail"),
    path("tasks/<slug:public_id>/report/", reporting.report, name="report"),
    path("tasks/<slug:public_id>/draft/<slug:step>/", posting.draft, name="draft"),
    path("tasks/<slug:public_id>/judge/<slug:step>/", posting.judge, name="judge"),
    path("tasks/<slug:public_id>/publish/", posting.publish, name="publish"),
    path("tasks/<slug:public_id>/take-back/", posting.take_back, name="take_back"),
    path("tasks/<slug:public_id>/discard/", posting.discard, name="discard"),
    path("tasks/<slug:public_id>/duplicate/", posting.duplicate, name="duplicate"),
    path("tasks/<slug:public_id>/keep/", templates.keep, name="keep"),
    path("tasks/<slug:public_id>/manage/", managing.manage, name="manage"),
    path("tasks/<slug:public_id>/pause/", managing.pause, name="pause"),
    path("tasks/<slug:public_id>/resume/", managing.resume, name="resume"),
    path("tasks/<slug:public_id>/add/", managing.add, name="add"),
    path("tasks/<slug:public_id>/edit/<slug:part>/", editing.edit, name="edit"),
    path("tasks/<slug:public_id>/undo/", editing.undo, name="undo"),
    path("tasks/<slug:public_id>/raise/", editing.raise_reward, name="raise_reward"),
    path("tasks/<slug:public_id>/stop/", managing.stop, name="stop"),
]
