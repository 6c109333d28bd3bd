"""The doors of the rails."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from wallet import webhooks
from wallet.rails.interface import BadWebhook


@csrf_exempt
@require_POST
def webhook(request: HttpRequest, rail: str) -> JsonResponse:
    """A rail's own door: the signature says who speaks."""
    if settings.SECURE_SSL_REDIRECT and not request.is_secure():
        return JsonResponse({"error": "Webhooks come by https alone."}, status=403)
    try:
        webhooks.receive(rail, headers=request.headers, body=request.body, now=timezone.now())
    except BadWebhook as bad:
        return JsonResponse({"error": str(bad)}, status=bad.status)
    return JsonResponse({"received": True})
