"""Examples in the OpenAPI document."""

from drf_spectacular.utils import OpenApiExample

REFERRAL = OpenApiExample(
    "A school asks for support",
    request_only=True,
    value={
        "external_reference": "SG-1042",
        "sender_name": "Sam School",
        "sender_role": "Designated safeguarding lead",
        "sender_phone": "01632 960100",
        "people": [
            {
                "kind": "child",
                "given_name": "Amara",
                "family_name": "Okafor",
                "date_of_birth": "2016-03-27",
                "sex": "F",
            },
            {"kind": "adult", "given_name": "Ngozi", "family_name": "Okafor",
             "relationship": "Mother"},
        ],
        "address": "1 Test Street",
        "postcode": "WV14 0AA",
        "worries": "Late and hungry on most mornings since September",
        "going_well": "Loves reading",
        "reasons": ["education"],
        "family_knows": "agrees",
    },
)  # fmt: skip

PERSON = OpenApiExample(
    "A child",
    request_only=True,
    value={
        "given_name": "Amara",
        "family_name": "Okafor",
        "date_of_birth": "2016-03-27",
        "postcode": "WV14 0AA",
    },
)
