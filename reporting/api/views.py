"""Figures for other systems."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.permissions import for_scope
from accounts.api.views import ApiView
from accounts.models.token import TokenScope
from accounts.roles import May
from audit.actions.recording import looked
from audit.api.described import READING, problems
from audit.models import Look
from reporting.api.asked import ask_in
from reporting.api.described import MeasureSerializer, TableSerializer
from reporting.api.renderers import TableCsv, TableJson
from reporting.measures import MEASURES
from reporting.showing.as_json import measure_json
from reporting.tables import table

PROBLEMS = problems(*READING)
MaySeeFigures = for_scope(TokenScope.FIGURES, May.SEE_FIGURES)


class Measures(ApiView):
    """Every measure, with its definition and how it may be cut."""

    permission_classes = [MaySeeFigures]

    @extend_schema(
        operation_id="measures_list",
        responses={200: MeasureSerializer(many=True), **PROBLEMS},
    )
    def get(self, request: Request) -> Response:
        return Response([measure_json(measure) for measure in MEASURES.values()])


class MeasureFigures(ApiView):
    """One measure, counted over a period, beside the period before."""

    permission_classes = [MaySeeFigures]
    renderer_classes = [TableJson, TableCsv]

    @extend_schema(
        operation_id="measures_figures",
        parameters=[
            OpenApiParameter("from", OpenApiTypes.DATE, required=True, description="First day"),
            OpenApiParameter("to", OpenApiTypes.DATE, required=True, description="Last day"),
            OpenApiParameter("by", description="One of the measure’s cuts; its first if not given"),
            OpenApiParameter(
                "locality",
                many=True,
                description="Slug or name; several times for several. None: the whole authority",
            ),
        ],
        responses={
            (200, "application/json"): TableSerializer,
            (200, "text/csv"): OpenApiTypes.STR,
            **PROBLEMS,
        },
    )
    def get(self, request: Request, key: str) -> Response:
        ask = ask_in(key, request.query_params)
        is_file = getattr(request.accepted_renderer, "format", "") == "csv"
        looked(
            Look.Kind.EXPORTED if is_file else Look.Kind.OPENED,
            f"Figure: {ask.measure.title}, {ask.period}",
            by=request.user,
            by_cut=ask.cut.key,
        )
        response = Response(table(ask))
        if is_file:
            name = f"{ask.measure.key}-{ask.period.start}-to-{ask.period.end}.csv"
            response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
