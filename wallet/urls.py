from django.urls import path

from .views import deposits, home, invoices, methods, payouts, refunds, statements, webhooks

app_name = "wallet"
urlpatterns = [
    path("", home.home, name="home"),
    path("why/", home.why, name="why"),
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
    path("statements/", statements.index, name="statements"),
    path("statements/<int:year>/", statements.year, name="year"),
    path("statements/<slug:month>/", statements.month, name="statement"),
    path("deposits/<slug:public_id>/receipt/", statements.deposit_receipt, name="deposit_receipt"),
    path("payouts/<slug:public_id>/receipt/", statements.payout_receipt, name="payout_receipt"),
    path("invoices/", invoices.index, name="invoices"),
    path("invoices/<slug:month>/issue/", invoices.issue, name="issue_invoice"),
    path("invoices/<slug:public_id>/", invoices.invoice, name="invoice"),
    path("billing/", invoices.details, name="billing"),
    path("move/", deposits.move, name="move"),
    path("rails/<slug:rail>/webhook/", webhooks.webhook, name="webhook"),
]
