from django.urls import path

from .views import choosing, telling, webhooks

app_name = "inbox"
urlpatterns = [
    path("", telling.notices, name="notices"),
    path("read/", telling.read, name="read"),
    path("choices/", choosing.choices, name="choices"),
    path("feed/", choosing.open_feed, name="open_feed"),
    path("feed/close/", choosing.close_feed, name="close_feed"),
    path("feeds/<slug:key>/", choosing.feed, name="feed"),
    path("devices/", choosing.add_device, name="add_device"),
    path("devices/<slug:public_id>/end/", choosing.end_device, name="end_device"),
    path("stop/<str:token>/", choosing.stop, name="stop"),
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/<slug:public_id>/", webhooks.endpoint, name="endpoint"),
    path("webhooks/<slug:public_id>/try/", webhooks.try_out, name="try_out"),
    path("webhooks/<slug:public_id>/switch/", webhooks.switch, name="switch"),
    path("webhooks/<slug:public_id>/secret/", webhooks.renew_secret, name="renew_secret"),
    path("webhooks/<slug:public_id>/remove/", webhooks.remove, name="remove"),
    path("webhooks/<slug:public_id>/replay/", webhooks.replay_failed, name="replay_failed"),
    path("deliveries/<slug:public_id>/", webhooks.delivery, name="delivery"),
    path("deliveries/<slug:public_id>/replay/", webhooks.replay, name="replay"),
    path("<slug:public_id>/", telling.follow, name="follow"),
    path("<slug:public_id>/why/", choosing.why, name="why"),
    path("<slug:public_id>/read/", telling.read_one, name="read_one"),
]
