"""A figure as a CSV file."""

from typing import Any

from rest_framework.renderers import BaseRenderer, JSONRenderer

from reporting.showing.as_csv import table_csv
from reporting.showing.as_json import table_json


class TableJson(JSONRenderer):
    """The table a view answers with, as JSON."""

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        return super().render(table_json(data), accepted_media_type, renderer_context)


class TableCsv(BaseRenderer):
    """The table a view answers with, as a file a spreadsheet opens."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> str:
        return "\ufeff" + table_csv(data)
