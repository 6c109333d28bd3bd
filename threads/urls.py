from django.urls import path

from .views import files, tickets

app_name = "threads"
urlpatterns = [
    path("help/", tickets.get_help, name="help"),
    path("help/ask/", tickets.ask, name="ask"),
    path("help/files/<slug:public_id>/", files.file, name="file"),
    path("help/tickets/<slug:public_id>/", tickets.ticket, name="ticket"),
    path("help/tickets/<slug:public_id>/write/", tickets.write_in_ticket, name="write_in_ticket"),
    path("help/tickets/<slug:public_id>/close/", tickets.close_ticket, name="close_ticket"),
]
