"""A library of prompts in use: folders, versions, labels, generations of three versions, and scores."""

import time
import uuid
from datetime import UTC, datetime
from typing import Any

import httpx

from tests.e2e.servers import Server

RULES = "support/shared/tone"
ANSWER = "support/answer"
_SYSTEM = f"""You are the support assistant of {{{{product}}}}.

@@@langfusePrompt:name={RULES}|label=production@@@

## How to answer
- Answer in {{{{language}}}}, in at most three short paragraphs.
- Quote the article of the help centre that you rely on."""
_USER = "<question>\n{{question}}\n</question>"


def chat(system: str, user: str = _USER) -> list[dict[str, Any]]:
    return [
        {"role": "system", "content": system},
        {"type": "placeholder", "name": "history"},
        {"role": "user", "content": user},
    ]


def library() -> list[dict[str, Any]]:
    """Bodies of POST /v2/prompts, in order."""
    return [
        {
            "name": RULES,
            "prompt": "Be kind and exact. Never promise what {{product}} cannot do.",
            "labels": ["production"],
            "tags": ["shared"],
        },
        {
            "name": ANSWER,
            "type": "chat",
            "prompt": chat("You are the support assistant of {{product}}. Answer the question."),
            "config": {"model": "gpt-5-mini", "temperature": 0.7},
            "commitMessage": "First draft",
            "tags": ["support", "customer-facing"],
        },
        {
            "name": ANSWER,
            "type": "chat",
            "prompt": chat(_SYSTEM),
            "config": {"model": "gpt-5-mini", "temperature": 0.2},
            "labels": ["production"],
            "commitMessage": "Take the tone from the shared prompt, answer in the customer's language",
        },
        {
            "name": ANSWER,
            "type": "chat",
            "prompt": chat(
                _SYSTEM.replace("three short paragraphs", "two sentences"), _USER + "\n\nThink step by step."
            ),
            "config": {"model": "gpt-5", "temperature": 0.2, "response_format": {"type": "text"}},
            "labels": ["staging"],
            "commitMessage": "Shorter answers with the larger model",
        },
        {"name": "support/classify", "prompt": "Which topic is this about?\n\n{{ticket}}", "labels": ["production"]},
        {"name": "coding/review/security", "prompt": "Review this diff for security:\n{{diff}}", "tags": ["codex"]},
        {"name": "coding/review/style", "prompt": "Review this diff for style:\n{{diff}}", "tags": ["codex"]},
        {"name": "summarise", "prompt": "Summarise in {{words}} words:\n\n{{text}}", "labels": ["production"]},
    ]


def _when(ago_s: float) -> str:
    return datetime.fromtimestamp(time.time() - ago_s, UTC).isoformat().replace("+00:00", "Z")


def _generation(number: int, version: int, ago_s: float) -> list[dict[str, Any]]:
    seconds = {1: 2.4, 2: 1.9, 3: 3.3}[version] + (number % 5) * 0.1
    trace, observation = f"prompted-{number}", f"prompted-call-{number}"
    body = {
        "id": observation,
        "traceId": trace,
        "name": "answer",
        "startTime": _when(ago_s),
        "endTime": _when(ago_s - seconds),
        "model": "gpt-5" if version == 3 else "gpt-5-mini",
        "input": f"How do I return order {number}?",
        "output": "Open the order and choose Return.",
        "usageDetails": {"input": 180 * version + number % 7, "output": 90 - 20 * version},
        "promptName": ANSWER,
        "promptVersion": version,
    }
    score = {
        "traceId": trace,
        "observationId": observation,
        "name": "helpfulness",
        "value": round(0.6 + 0.1 * version + (number % 3) * 0.03, 2),
        "dataType": "NUMERIC",
    }
    trace_body = {"id": trace, "name": "support", "timestamp": _when(ago_s)}
    events = [("trace-create", trace_body), ("generation-create", body), ("score-create", score)]
    return [{"id": str(uuid.uuid4()), "type": kind, "timestamp": _when(0), "body": part} for kind, part in events]


def send_library(server: Server, generations: int = 60) -> None:
    """Make the prompts, and generations of the last days that used them; the newest version came last."""
    with httpx.Client(
        base_url=f"{server.url}/api/public",
        auth=(server.public_key, server.secret_key),
        trust_env=False,
        timeout=30,
    ) as client:
        for body in library():
            client.post("/v2/prompts", json=body).raise_for_status()
        batch = []
        for number in range(generations):
            share = number / generations
            version = 1 if share < 0.25 else 3 if share > 0.6 and number % 3 == 0 else 2
            batch += _generation(number, version, (1 - share) * 6 * 86_400 + 60)
        client.post("/ingestion", json={"batch": batch}).raise_for_status()
