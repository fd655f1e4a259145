"""Rows of several tables in one query: as (name, columns) they fit into one UNION."""

from datetime import UTC
from decimal import Decimal
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import F, Value
from django.db.models.functions import JSONObject
from django.utils import timezone

type JSONRows = models.QuerySet[Any, tuple[Any, ...]]


def as_json(name: str, rows: models.QuerySet[Any], **more: Any) -> JSONRows:
    """Every row as (`name`, what `more` says of it, its columns)."""
    columns = {field.attname: F(field.attname) for field in rows.model._meta.concrete_fields}
    rows = rows.order_by().annotate(detail=Value(name), **more, columns=JSONObject(**columns))
    return rows.values_list("detail", *more, "columns")


def together(first: JSONRows, *others: JSONRows) -> JSONRows:
    return first.union(*others, all=True).order_by()


def from_json[Row: models.Model](model: type[Row], columns: dict[str, Any]) -> Row:
    """The row, as if it had been read by itself."""
    fields = model._meta.concrete_fields
    values = [as_python(field, columns[field.attname]) for field in fields]
    return model.from_db(DEFAULT_DB_ALIAS, [field.attname for field in fields], values)


def as_python(field: "models.Field[Any, Any]", value: Any) -> Any:
    column = field.target_field if isinstance(field, models.ForeignKey) else field
    match column:
        case models.DateTimeField() if value is not None:
            moment = models.DateTimeField().to_python(value)
            return timezone.make_aware(moment, UTC) if timezone.is_naive(moment) else moment  # SQLite keeps no zone
        case models.DecimalField() if value is not None:
            # 10.5 is read as 10.50, as from a column
            return column.to_python(f"{Decimal(str(value)):.{column.decimal_places}f}")
        case _:
            return column.to_python(value)
