from django.urls import path

from .views import deposits, home, payouts, webhooks

app_name = "wallet"
urlpatterns = [
    path("", home.home, name="home"),
    path("lines/", home.lines, name="lines"),
    path("deposit/", deposits.deposit, name="deposit"),
    path("deposits/<slug:public_id>/", deposits.deposit_state, name="deposit_state"),
    path("deposits/<slug:public_id>/back/", deposits.deposit_back, name="deposit_back"),
    path("payout/", payouts.payout, name="payout"),
    path("payouts/<slug:public_id>/", payouts.payout_state, name="payout_state"),
    path("payouts/<slug:public_id>/cancel/", payouts.cancel_payout, name="cancel_payout"),
    path("method/", payouts.method, name="method"),
    path("move/", deposits.move, name="move"),
    path("rails/<slug:rail>/webhook/", webhooks.webhook, name="webhook"),
]
