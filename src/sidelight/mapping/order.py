"""In which order conventions are asked; the first that answers wins (OTEL_MAPPING sections 6, 7, 9 and 10)."""

from sidelight.mapping.conventions import (
    flue,
    genai,
    genkit,
    google_adk,
    langfuse,
    livekit,
    logfire,
    mlflow,
    openinference,
    openllmetry,
    pydantic_ai,
    semantic_kernel,
    vercel_ai,
)
from sidelight.mapping.rule import Content, Counts, Parameters, Rule
from sidelight.model import ObservationType

TYPES: tuple[Rule[ObservationType], ...] = (
    langfuse.TYPE_OF_OLD_PYTHON,
    langfuse.TYPE,
    openinference.TYPE,
    genai.TYPE_OF_OPERATION,
    genkit.TYPE,
    vercel_ai.TYPE_OF_CALL,
    vercel_ai.TYPE_OF_TOOL,
    genai.TYPE_OF_TOOL,
    flue.TYPE,
    livekit.TYPE,
    mlflow.TYPE,
    openllmetry.TYPE,
    genai.TYPE_OF_MODEL,
)

_OF_ATTRIBUTES: tuple[Rule[Content], ...] = (
    google_adk.CONTENT,
    logfire.CONTENT,
    livekit.CONTENT,
    logfire.CONTENT_OF_EVENTS,
    mlflow.CONTENT,
    openllmetry.CONTENT,
    openinference.CONTENT,
    pydantic_ai.CONTENT,
    pydantic_ai.CONTENT_OF_RUN,
    pydantic_ai.CONTENT_OF_TOOL,
    openllmetry.CONTENT_OF_MESSAGES,
    openinference.CONTENT_OF_MESSAGES,
    genai.CONTENT,
)

CONTENTS: tuple[Rule[Content], ...] = (
    langfuse.CONTENT,
    genkit.CONTENT,
    vercel_ai.CONTENT,
    flue.CONTENT,
    genai.CONTENT_OF_DETAILS_EVENT,
    genai.CONTENT_OF_MESSAGE_EVENTS,
    semantic_kernel.content_of_events(_OF_ATTRIBUTES),
    *_OF_ATTRIBUTES,
)
"""The sides of different conventions are never mixed, but for the one that says so itself."""

PARAMETERS: tuple[Rule[Parameters], ...] = (
    vercel_ai.PARAMETERS,  # with those set through Langfuse's SDK over its own
    langfuse.PARAMETERS,
    genkit.PARAMETERS,
    openinference.PARAMETERS,
    pydantic_ai.PARAMETERS,
    genai.PARAMETERS,
)

USAGES: tuple[Rule[Counts], ...] = (
    langfuse.USAGE,
    genkit.USAGE,
    vercel_ai.USAGE,
    google_adk.USAGE,
    genai.USAGE,
    mlflow.USAGE,
)

SHOWN_ELSEWHERE = frozenset(
    (
        *(key for rule in CONTENTS for key in rule.keys),
        *langfuse.TRACE_CONTENT_KEYS,
        *genai.FURTHER_CONTENT_KEYS,
        *genkit.CONTENT_KEYS,
        *vercel_ai.CONTENT_KEYS,
        *livekit.FURTHER_CONTENT_KEYS,
    )
)
"""Attributes that are input or output of some convention, and so are left out of metadata whichever was taken."""

SHOWN_ELSEWHERE_PREFIXES = tuple(prefix for rule in CONTENTS for prefix in rule.prefixes)

CONTENT_EVENTS = frozenset(
    (
        genai.DETAILS_EVENT,
        genai.CHOICE_EVENT,
        *genai.MESSAGE_EVENTS,
        semantic_kernel.PROMPT_EVENT,
        semantic_kernel.COMPLETION_EVENT,
    )
)
"""Events that are input or output, left out of metadata likewise."""
