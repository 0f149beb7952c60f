"""The ids of the records, in the order of the source."""

from __future__ import annotations

CONTENTS = {
    "cross-cutting": ["web-dialogues"],
    "digital-cooperation": [
        "wsis-forum-2020",
        "wsis-talkx",
        "g20-digital-ministers",
        "digital-cooperation-webinars",
    ],
    "connectivity": ["gsr-20", "reg4covid", "broadband-agenda", "joint-action-plan", "connect2recover"],
    "health": ["world-health-assembly", "5g-rumours", "behealthy-bemobile", "g20-health-ministers"],
    "education": ["global-education-coalition", "giga", "digital-transformation-centres"],
    "youth": ["child-online-protection", "child-protection-agenda", "youth-statement"],
    "persons-with-disabilities": ["accessibility-guidelines"],
    "emergency-telecommunications": ["emergency-plans"],
    "smart-cities": ["u4ssc", "smart-villages-niger"],
    "cybersecurity": ["cyb4covid"],
    "artificial-intelligence": ["ai-for-good-webinars", "fg-ai4h"],
    "innovation": ["innovation-challenges"],
}

RECORDS = [id_ for ids in CONTENTS.values() for id_ in ids]
