from django.urls import path

from .views import finding, managing, policy, posting, reporting
from .views import blocks, finding, lists, managing, posting

app_name = "tasks"
urlpatterns = [
    path("work/", finding.feed, name="feed"),
    path("policy/", policy.policy, name="policy"),
    path("policy/<int:number>/", policy.edition, name="edition"),
    path("reports/", reporting.reports, name="reports"),
    path("tasks/", managing.mine, name="mine"),
    path("tasks/post/", posting.post, name="post"),
    path("tasks/<slug:public_id>/", finding.detail, name="detail"),
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
    path("lists/", lists.lists, name="lists"),
    path("lists/<slug:public_id>/", lists.one, name="list"),
    path("lists/<slug:public_id>/add/", lists.add, name="add_people"),
    path("lists/<slug:public_id>/put/", lists.put, name="put"),
    path("lists/<slug:public_id>/take-out/", lists.take_out, name="take_out"),
    path("lists/<slug:public_id>/rename/", lists.rename, name="rename_list"),
    path("lists/<slug:public_id>/rule/", lists.rule, name="rule"),
    path("lists/<slug:public_id>/delete/", lists.delete, name="delete_list"),
    path("lists/<slug:public_id>/restore/", lists.restore, name="restore_list"),
    path("blocks/", blocks.blocks, name="blocks"),
    path("people/<slug:public_id>/block/", blocks.block, name="block"),
    path("people/<slug:public_id>/unblock/", blocks.unblock, name="unblock"),
]
