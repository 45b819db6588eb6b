"""What is worth asking about a span, known from the names of its attributes alone.

There are some sixty rules and more keys, and a span has to do with few of them. Spans of one instrumentation have the
same attributes over and over, so the selection is made once and kept.
"""

from functools import lru_cache, reduce
from operator import or_
from typing import NamedTuple, TypeVar

from sidelight.mapping import keys
from sidelight.mapping.keys import FIELDS, Fields
from sidelight.mapping.order import CONTENTS, PARAMETERS, TYPES, USAGES
from sidelight.mapping.rule import Content, Counts, Parameters, Rule
from sidelight.mapping.tools import DEFINITION_KEYS, DEFINITION_PREFIXES
from sidelight.model import ObservationType, Span

T = TypeVar("T")
_MAX_KNOWN_KEYS = 20_000
_MAX_PLANS = 10_000
_MAX_KEY_CHARS = 200


class Plan(NamedTuple):
    """The rules to ask in their order, and the present keys of each field."""

    types: tuple[Rule[ObservationType], ...]
    contents: tuple[Rule[Content], ...]
    parameters: tuple[Rule[Parameters], ...]
    usages: tuple[Rule[Counts], ...]
    fields: Fields
    trace_updates: tuple[str, ...]
    has_trace_metadata: bool
    has_metadata: bool
    has_experiment: bool
    has_tools: bool
    has_operation: bool
    has_operation_id: bool
    has_level: bool
    has_status_message: bool


def plan_of(span: Span) -> Plan:
    """The plan of a span."""
    marks = reduce(or_, map(_MARKS.__getitem__, span.attributes), 0)
    scope = span.scope_name
    return _plan(marks, scope if scope in _SCOPES else "", bool(span.events))


_RULES: tuple[Rule[object], ...] = (*TYPES, *CONTENTS, *PARAMETERS, *USAGES)
_SINGLE = (keys.LEVEL, keys.STATUS_MESSAGE, "gen_ai.operation.name", "ai.operationId")
_SCOPES = frozenset(scope for rule in _RULES for scope in rule.scopes)
_KEY_BITS = {
    key: 1 << place
    for place, key in enumerate(
        dict.fromkeys(
            (
                *(key for rule in _RULES for key in rule.keys),
                *(key for field in FIELDS for key in field),
                *keys.TRACE_UPDATES,
                *DEFINITION_KEYS,
                *_SINGLE,
            )
        )
    )
}
_PREFIX_BITS = {
    prefix: 1 << (len(_KEY_BITS) + place)
    for place, prefix in enumerate(
        dict.fromkeys(
            (
                *(prefix for rule in _RULES for prefix in rule.prefixes),
                *keys.METADATA_PREFIXES,
                *DEFINITION_PREFIXES,
                keys.EXPERIMENT,
            )
        )
    )
}


class _Marks(dict[str, int]):
    """The bits of every key that was seen: of the key itself, and of the prefixes that it has."""

    def __missing__(self, key: str) -> int:
        marks = _KEY_BITS.get(key, 0)
        for prefix, bit in _PREFIX_BITS.items():
            if key.startswith(prefix):
                marks |= bit
        if len(key) <= _MAX_KEY_CHARS:
            if len(self) >= _MAX_KNOWN_KEYS:
                self.clear()
            self[key] = marks
        return marks


_MARKS = _Marks()


@lru_cache(maxsize=_MAX_PLANS)
def _plan(marks: int, scope: str, has_events: bool) -> Plan:
    def present(wanted: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(key for key in wanted if marks & _KEY_BITS[key])

    def has(*prefixes: str) -> bool:
        return any(marks & _PREFIX_BITS[prefix] for prefix in prefixes)

    def applying(rules: tuple[Rule[T], ...]) -> tuple[Rule[T], ...]:
        return tuple(
            rule
            for rule in rules
            if (not rule.scopes or scope in rule.scopes)
            and (not rule.needs_events or has_events)
            and (not (rule.keys or rule.prefixes) or present(rule.keys) or has(*rule.prefixes))
        )

    level, status_message, operation, operation_id = (bool(present((key,))) for key in _SINGLE)
    return Plan(
        types=applying(TYPES),
        contents=applying(CONTENTS),
        parameters=applying(PARAMETERS),
        usages=applying(USAGES),
        fields=Fields(*map(present, FIELDS)),
        trace_updates=present(keys.TRACE_UPDATES),
        has_trace_metadata=has(keys.TRACE_METADATA),
        has_metadata=has(*keys.METADATA_PREFIXES),
        has_experiment=has(keys.EXPERIMENT),
        has_tools=bool(present(DEFINITION_KEYS)) or has(*DEFINITION_PREFIXES),
        has_operation=operation,
        has_operation_id=operation_id,
        has_level=level,
        has_status_message=status_message,
    )


def first_answer(rules: tuple[Rule[T], ...], span: Span) -> T | None:
    """What the first rule that knows something says, None when none does."""
    for rule in rules:
        found = rule.read(span)
        if found is not None:
            return found
    return None
