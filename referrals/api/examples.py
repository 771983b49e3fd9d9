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
        "safe_way": "phone",
        "safe_way_words": "01632 960301, before three in the afternoon",
    },
)  # fmt: skip

NOTIFICATION = OpenApiExample(
    "The police notify an incident",
    request_only=True,
    value={
        "external_reference": "N-77812",
        "sender_name": "PC Poll",
        "sender_role": "Response, Bilston",
        "sender_phone": "01632 960999",
        "incident_on": "2026-11-22",
        "incident_time": "21:40",
        "incident_reference": "INC-77812",
        "reported": "Shouting and a broken door were heard for an hour",
        "reported_by": "A neighbour who rang 999",
        "people": [
            {"kind": "child", "given_name": "Amara", "family_name": "Okafor",
             "date_of_birth": "2016-03-27", "school_name": "Hawthorn Primary School"},
            {"kind": "adult", "given_name": "Ngozi", "family_name": "Okafor",
             "relationship": "Mother"},
        ],
        "children_were": "saw",
        "address": "1 Test Street",
        "postcode": "WV14 0AA",
        "risk": "medium",
        "safety_plan": "no",
        "perpetrator_is": "described",
        "perpetrator_name": "Emeka Nowak",
        "perpetrator_relationship": "Father",
        "works_at_school": "no",
    },
)  # fmt: skip

STEP_DOWN = OpenApiExample(
    "Social care hands a family over",
    request_only=True,
    value={
        "external_reference": "SC-2231",
        "social_worker": "Wren Walker",
        "social_worker_phone": "01632 960444",
        "last_meeting_on": "2026-11-03",
        "closes_on": "2026-12-18",
        "outstanding": [
            {"what": "Speech therapy referral", "who": "Health visitor", "by_when": "2026-12-10"},
            {"what": "Bedtime routine"},
        ],
        "people": [
            {"kind": "child", "given_name": "Amara", "family_name": "Okafor",
             "date_of_birth": "2016-03-27"},
            {"kind": "adult", "given_name": "Ngozi", "family_name": "Okafor",
             "relationship": "Mother"},
        ],
        "address": "1 Test Street",
        "postcode": "WV14 0AA",
        "worries": "The risk is lower and the routines still slip",
        "plan": "Four visits done, two to come",
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
