"""Celery: the clock and the muscle. Background work lives in each app's ``jobs.py``; the database is the queue."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "picomarket.settings")

app = Celery("picomarket")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")
