"""The shape of the API's answers, for its OpenAPI document. They are made by showing.as_json."""

from typing import Any

from rest_framework import serializers


class MeasureSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    title = serializers.CharField()
    definition = serializers.CharField()
    unit = serializers.CharField(help_text="What the value is in")
    kind = serializers.ChoiceField(choices=["count", "share", "rate", "median"])
    population = serializers.CharField()
    numerator = serializers.CharField(help_text="What the numerator counts")
    denominator = serializers.CharField(allow_null=True, help_text="What the denominator counts")
    also = serializers.CharField(allow_null=True, help_text="A second unit, counted apart")
    better = serializers.ChoiceField(choices=["higher", "lower", "neither"])
    cuts = serializers.ListField(child=serializers.CharField())


class PeriodSerializer(serializers.Serializer[Any]):
    def get_fields(self) -> dict[str, Any]:
        return {"from": serializers.DateField(), "to": serializers.DateField()}


class FiguresSerializer(serializers.Serializer[Any]):
    numerator = serializers.IntegerField()
    denominator = serializers.IntegerField(allow_null=True)
    value = serializers.FloatField(allow_null=True)
    also = serializers.IntegerField(required=False)


class LimitsSerializer(serializers.Serializer[Any]):
    low = serializers.FloatField()
    high = serializers.FloatField()
    stands = serializers.ChoiceField(choices=["above", "below", "within"])


class RowSerializer(FiguresSerializer):
    key = serializers.CharField(allow_null=True)
    label = serializers.CharField()  # type: ignore[assignment]
    series = serializers.CharField(required=False, allow_null=True)
    series_label = serializers.CharField(required=False, allow_null=True)
    before = FiguresSerializer(allow_null=True)
    population = serializers.IntegerField(required=False)
    per_1000 = serializers.FloatField(required=False)
    limits = LimitsSerializer(required=False)


class TableSerializer(MeasureSerializer):
    by = serializers.CharField()
    scope = serializers.CharField()
    period = PeriodSerializer()
    period_before = PeriodSerializer()
    rows = RowSerializer(many=True)
    totals = RowSerializer()
    notes = serializers.ListField(child=serializers.CharField())
