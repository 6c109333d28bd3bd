from django.urls import path

from . import views

app_name = "wallet"
urlpatterns = [
    path("", views.home, name="home"),
    path("lines/", views.lines, name="lines"),
    path("deposit/", views.deposit, name="deposit"),
    path("deposits/<slug:public_id>/", views.deposit_state, name="deposit_state"),
    path("deposits/<slug:public_id>/back/", views.deposit_back, name="deposit_back"),
    path("payout/", views.payout, name="payout"),
    path("payouts/<slug:public_id>/", views.payout_state, name="payout_state"),
    path("payouts/<slug:public_id>/cancel/", views.cancel_payout, name="cancel_payout"),
    path("method/", views.method, name="method"),
    path("move/", views.move, name="move"),
    path("rails/<slug:rail>/webhook/", views.webhook, name="webhook"),
]
