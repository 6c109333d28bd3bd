"""Staff change categories and what work costs in each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from picomarket.lib import locales
from picomarket.lib.money_forms import MoneyFormField
from tasks import pricing
from tasks.models import Category, MinimumReward


class CategoryForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Category
        fields = ["name", "slug", "parent", "guidance", "minutes"]

    def clean_parent(self) -> Category | None:
        """Two levels: groups, and kinds of work in them."""
        group: Category | None = self.cleaned_data["parent"]
        if group and self.instance.pk and self.instance.kinds.exists():
            raise forms.ValidationError(_("Kinds of work stand in this group, so it stands in no other."))
        if not group and self.instance.pk and self.instance.tasks.exists():
            raise forms.ValidationError(_("There are tasks of this kind, so it stands in a group."))
        return group


class MinimumRewardForm(forms.ModelForm):  # type: ignore[type-arg]
    reward = MoneyFormField(label=_("Least reward, in dollars"))

    class Meta:
        model = MinimumReward
        fields = ["category", "zone", "reward", "holds_from"]
        error_messages: ClassVar[dict[str, dict[str, Any]]] = {
            NON_FIELD_ERRORS: {
                "unique_together": _("The table says already what this pays there from that day on. Change that row.")
            }
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "zone" in self.fields:
            self.fields["zone"].help_text = _("None: worldwide, and every zone without a row of its own.")
            self.fields["holds_from"].initial = timezone.now().date() + timedelta(days=1)

    def clean_holds_from(self) -> Any:
        """What was paid in the past stays what it was."""
        day = self.cleaned_data["holds_from"]
        if day < timezone.now().date():
            raise forms.ValidationError(_("Choose today or a later day: what held before stays as it was."))
        return day


class RowForm(MinimumRewardForm):
    """A row by itself."""

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if {"category", "reward", "holds_from"} <= given.keys():
            row = MinimumReward(pk=self.instance.pk, **given)
            if why := pricing.contradiction(given["category"], [row]):
                raise forms.ValidationError(why)
        return given


class Rows(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """New rows of one kind of work, which are looked at together."""

    def clean(self) -> None:
        new = [form.instance for form in self.forms if form.has_changed()]
        if new and not any(self.errors) and (why := pricing.contradiction(self.instance, new)):
            raise forms.ValidationError(why)


class MinimumRewards(admin.TabularInline):  # type: ignore[type-arg]
    """Each change is a new row that holds from its day on; the rows before it are the history."""

    model = MinimumReward
    form = MinimumRewardForm
    formset = Rows
    fields = ["zone", "reward", "holds_from"]
    ordering = ["zone", "-holds_from"]
    extra = 1

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = CategoryForm
    list_display = ["called", "parent", "minutes", "said"]
    list_filter = ["parent"]
    list_select_related = ["parent"]
    search_fields = ["name"]
    ordering = ["parent__name", "name"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [MinimumRewards]

    @admin.display(description=_("name"), ordering="name")
    def called(self, category: Category) -> str:
        return str(category)

    @admin.display(description=_("guidance"), ordering="guidance")
    def said(self, category: Category) -> str:
        return locales.said(category.guidance)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "parent":
            kwargs["queryset"] = Category.objects.groups().order_by("name")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(MinimumReward)
class MinimumRewardAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The whole table with its history. A row that does not hold yet can still be changed or taken out."""

    form = RowForm
    list_display = ["category", "zone", "reward", "holds_from"]
    list_filter = ["category", "zone"]
    list_select_related = ["category"]
    date_hierarchy = "holds_from"
    ordering = ["category__name", "zone", "-holds_from"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "category":
            kwargs["queryset"] = Category.objects.kinds().order_by("name")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: MinimumReward | None = None) -> bool:
        return super().has_change_permission(request, obj) and _is_to_come(obj)

    def has_delete_permission(self, request: HttpRequest, obj: MinimumReward | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _is_to_come(obj)


def _is_to_come(row: MinimumReward | None) -> bool:
    return row is None or row.holds_from > timezone.now().date()
