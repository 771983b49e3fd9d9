"""How problems stand in the OpenAPI document."""

from typing import Any

from rest_framework import serializers


class MistakeSerializer(serializers.Serializer[Any]):
    field = serializers.CharField(help_text="Its path, such as `people[1].date_of_birth`")
    detail = serializers.CharField(help_text="What to do")


class ProblemSerializer(serializers.Serializer[Any]):
    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()

    def get_fields(self) -> dict[str, Any]:
        return {**super().get_fields(), "errors": MistakeSerializer(many=True)}


READING = (400, 401, 403, 404, 405, 406, 429)
WRITING = (*READING, 409, 413, 415, 422)


def problems(*statuses: int) -> dict[Any, Any]:
    """These answers of an operation, each a problem document."""
    return {(status, "application/problem+json"): ProblemSerializer for status in statuses}


def closed_bodies(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Say of every body that is read that it has no other names than those listed."""
    for name, schema in result["components"]["schemas"].items():
        if name.endswith("Body"):
            schema["additionalProperties"] = False
    return result
