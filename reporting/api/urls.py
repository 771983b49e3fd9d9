"""Addresses of the API, under /api/v1/."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from reporting.api.views import MeasureFigures, Measures

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(permission_classes=[]), name="api-schema"),
    path("measures/", Measures.as_view(), name="api-measures"),
    path("measures/<path:key>/", MeasureFigures.as_view(), name="api-measure"),
]
