"""Staff change categories; tasks they only look at, because a task changes by its employer's verbs alone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from picomarket.lib.money_forms import MoneyFormField

from .models import Category, ProofField, Task


class CategoryForm(forms.ModelForm):  # type: ignore[type-arg]
    minimum_reward = MoneyFormField(label=_("Least reward, in dollars"))

    class Meta:
        model = Category
        fields = ["name", "slug", "guidance", "minimum_reward", "minutes"]


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = CategoryForm
    list_display = ["name", "minimum_reward", "minutes", "guidance"]
    search_fields = ["name"]
    ordering = ["name"]
    prepopulated_fields = {"slug": ["name"]}


class OnlyToRead:
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ProofFields(OnlyToRead, admin.TabularInline):  # type: ignore[type-arg]
    model = ProofField
    fields = ["position", "kind", "label", "least"]
    ordering = ["position"]
    extra = 0


@admin.register(Task)
class TaskAdmin(OnlyToRead, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["title", "employer", "category", "state", "reward", "taken", "paid", "slots", "published_at"]
    list_filter = ["state", "category", "minimum_level"]
    list_select_related = ["employer", "category"]
    search_fields = ["title", "=public_id", "employer__email", "employer__name"]
    date_hierarchy = "published_at"
    ordering = ["-drafted_at"]
    inlines = [ProofFields]
