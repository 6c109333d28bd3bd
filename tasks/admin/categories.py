"""Staff change categories."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from picomarket.lib.money_forms import MoneyFormField
from tasks.models import Category


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
