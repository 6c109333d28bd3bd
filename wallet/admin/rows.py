"""What all pages of the money desk share: rows that staff see and only verbs change."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from accounts.models import User
from wallet import rails
from wallet.models import Deposit, Payout, Transfer

if TYPE_CHECKING:
    AnyAdmin = admin.ModelAdmin[Any]
else:
    AnyAdmin = admin.ModelAdmin


class ByRail(admin.SimpleListFilter):
    title = gettext_lazy("rail")
    parameter_name = "rail"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(code, facts.label) for code, facts in rails.FACTS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(rail=self.value()) if self.value() else queryset


class ReadOnly:
    """Rows that staff see and only verbs change."""

    view_on_site: Any = False
    # What stands on the page of a row also where it is empty; without names all does.
    always: tuple[str, ...] = ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_fields(request, obj)  # type: ignore[misc]
        if obj is None or not self.always:
            return fields
        return [name for name in fields if name in self.always or self._is_told(obj, name)]

    def again(self, request: HttpRequest, pk: int, **shown: Any) -> HttpResponse:
        """The page of a row once more, with a form of it as it was typed and what is wrong with it; 422."""
        # To Django's desk a POST to a row's page is a change of it.
        read = copy(request)
        read.method = "GET"
        answer: HttpResponse = self.change_view(read, str(pk), extra_context=shown)  # type: ignore[attr-defined]
        answer.status_code = 422
        return answer

    def _is_told(self, row: Any, name: str) -> bool:
        """Whether the row says anything there: a column of it, or what this page says of it."""
        say = getattr(self, name, None)
        return bool(say(row) if callable(say) else getattr(row, name, None))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("rail"), ordering="rail")
    def way(self, row: Any) -> str:
        """Its rail by the name people read."""
        return rails.name(row.rail)

    @admin.display(description=gettext_lazy("amount"), ordering="amount")
    def dollars(self, row: Transfer | Deposit | Payout) -> str:
        return str(row.amount)


def check_may_pay(request: HttpRequest) -> None:
    """Who lets money leave, or keeps it back, needs the permission to change batches."""
    if not cast(User, request.user).has_perm("wallet.change_payoutbatch"):
        raise PermissionDenied
