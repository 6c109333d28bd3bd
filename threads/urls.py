from django.urls import path

from .views import files, threads, tickets

app_name = "threads"
urlpatterns = [
    path("messages/", threads.threads, name="threads"),
    path("messages/<slug:public_id>/", threads.thread, name="thread"),
    path("messages/<slug:public_id>/write/", threads.write, name="write"),
    path("messages/<slug:public_id>/report/", threads.report, name="report"),
    path("messages/pictures/<slug:public_id>/", threads.picture, name="picture"),
    path("tasks/<slug:public_id>/messages/", threads.on_task, name="on_task"),
    path("submissions/<slug:public_id>/messages/", threads.on_submission, name="on_submission"),
    path("help/", tickets.get_help, name="help"),
    path("help/ask/", tickets.ask, name="ask"),
    path("help/files/<slug:public_id>/", files.file, name="file"),
    path("help/tickets/<slug:public_id>/", tickets.ticket, name="ticket"),
    path("help/tickets/<slug:public_id>/write/", tickets.write_in_ticket, name="write_in_ticket"),
    path("help/tickets/<slug:public_id>/close/", tickets.close_ticket, name="close_ticket"),
]
