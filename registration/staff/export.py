"""Lists as CSV and XLSX. A cell that begins like a formula is made plain text (docs/rules.md R 5.4)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils import timezone
from openpyxl.cell import WriteOnlyCell
from wagtail.admin.views.mixins import SpreadsheetExportMixin

# What makes a spreadsheet calculate instead of show.
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Spreadsheets read a file as UTF-8 only when it says so.
BYTE_ORDER_MARK = "\ufeff"


def plain(value: str) -> str:
    """The value, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{value}" if value.startswith(_BEGINS_FORMULA) else value


class DefusedExportMixin(SpreadsheetExportMixin):
    """For index and report views: typed text in XLSX, an apostrophe in CSV, Swedish times in both."""

    def log_export(self, rows: list[Any]) -> None:
        """Who took out what; called before the file leaves."""
        raise NotImplementedError

    def as_spreadsheet(self, queryset: QuerySet, spreadsheet_format: str) -> HttpResponseBase:
        rows = _Rows(queryset)
        rows.model = queryset.model
        self.log_export(rows)
        response = super().as_spreadsheet(rows, spreadsheet_format)
        response["Cache-Control"] = "no-store, private"
        return response

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        if isinstance(value, datetime):
            if export_format == self.FORMAT_CSV:
                # As computers write it: spreadsheets read it as a time.
                return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
            return timezone.make_naive(value).replace(microsecond=0)
        if isinstance(value, bool):
            return int(value)
        if value is None:
            return ""
        if isinstance(value, int):
            return value
        return plain(str(value)) if export_format == self.FORMAT_CSV else str(value)

    def generate_xlsx_row(self, worksheet: Any, row_dict: dict, date_format: str | None = None) -> Iterator:
        for field, value in row_dict.items():
            cell = WriteOnlyCell(worksheet, self.preprocess_field_value(field, value, self.FORMAT_XLSX))
            if isinstance(cell.value, str):
                # Neither a formula nor an error, whatever it looks like.
                cell.data_type = "s"
            elif isinstance(value, datetime):
                cell.number_format = "yyyy-mm-dd hh:mm"
            yield cell

    def stream_csv(self, queryset: QuerySet) -> Iterator[bytes]:
        yield BYTE_ORDER_MARK.encode()
        yield from super().stream_csv(queryset)


class _Rows(list):
    """Rows that are read already, with the model whose fields name the columns."""

    model: type
