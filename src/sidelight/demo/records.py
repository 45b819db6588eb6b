"""Log records and the time that passes between them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord, ResourceLogs, ScopeLogs, SeverityNumber
from opentelemetry.proto.resource.v1.resource_pb2 import Resource

from sidelight.model.time import NS_PER_MS, NS_PER_S

_VERSION = "0.169.0"
_SCOPE = "codex_otel.log_only"
# Codex sends at most 512 records a request (TELEMETRY 2).
_BATCH = 512


class Clock:
    """The time in a script; nanoseconds since the epoch."""

    def __init__(self, start_ns: int) -> None:
        self.start_ns = start_ns
        self.now_ns = start_ns

    def pass_ms(self, milliseconds: int) -> None:
        """Let time pass."""
        self.now_ns += milliseconds * NS_PER_MS

    def pass_s(self, seconds: float) -> None:
        """Let time pass, in whole milliseconds."""
        self.now_ns += int(seconds * 1000) * (NS_PER_S // 1000)


@dataclass(frozen=True, slots=True)
class Record:
    """A log record with what its resource differs in."""

    service: str
    environment: str
    observed_ns: int
    attributes: tuple[KeyValue, ...]


def attributes_of(values: Mapping[str, str | int | bool | float]) -> tuple[KeyValue, ...]:
    """OTLP attributes of plain values."""
    return tuple(KeyValue(key=key, value=any_value(value)) for key, value in values.items())


def any_value(value: str | int | bool | float) -> AnyValue:
    """OTLP value of a plain one."""
    if isinstance(value, bool):
        return AnyValue(bool_value=value)
    if isinstance(value, int):
        return AnyValue(int_value=value)
    if isinstance(value, float):
        return AnyValue(double_value=value)
    return AnyValue(string_value=value)


def log_requests(records: Sequence[Record]) -> Iterator[bytes]:
    """Bodies of export requests, in the order of the records."""
    for start in range(0, len(records), _BATCH):
        batch = records[start : start + _BATCH]
        groups = groupby(batch, key=lambda record: (record.service, record.environment))
        resources = [_resource_logs(service, environment, group) for (service, environment), group in groups]
        yield ExportLogsServiceRequest(resource_logs=resources).SerializeToString(deterministic=True)


def _resource_logs(service: str, environment: str, records: Iterable[Record]) -> ResourceLogs:
    resource = {
        "service.name": service,
        "service.version": _VERSION,
        "env": environment,
        "host.name": "demo",
        "telemetry.sdk.name": "opentelemetry",
        "telemetry.sdk.language": "rust",
        "telemetry.sdk.version": "0.31.0",
    }
    scope = ScopeLogs(
        log_records=[
            LogRecord(
                observed_time_unix_nano=record.observed_ns,
                severity_number=SeverityNumber.SEVERITY_NUMBER_INFO,
                severity_text="INFO",
                attributes=record.attributes,
            )
            for record in records
        ]
    )
    scope.scope.name = _SCOPE
    return ResourceLogs(resource=Resource(attributes=attributes_of(resource)), scope_logs=[scope])
