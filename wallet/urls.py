from django.urls import path

from .views import deposits, home, methods, payouts, refunds, webhooks

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
    path("method/", methods.method, name="method"),
    path("method/remove/", methods.remove_method, name="remove_method"),
    path("ways/", methods.ways, name="ways"),
    path("refund/", refunds.refundable, name="refundable"),
    path("deposits/<slug:public_id>/refund/", refunds.refund, name="refund"),
    path("move/", deposits.move, name="move"),
    path("rails/<slug:rail>/webhook/", webhooks.webhook, name="webhook"),
]
