"""Configurations, and what Codex 0.169 was seen to do with each; ``tests/e2e`` asks the real Codex again."""

_HTTP = 'endpoint = "http://127.0.0.1:9/x", protocol = "binary"'


def _exporter(value: str) -> str:
    return f"[otel]\nexporter = {value}\n"


# name → (text, code of the finding). Codex does not start with any of these.
REFUSED = {
    "string": (_exporter('"otlp-http"'), "exporter-string"),
    "string, gRPC": (_exporter('"otlp-grpc"'), "exporter-string"),
    "string for metrics": ('[otel]\nmetrics_exporter = "otlp-http"\n', "exporter-string"),
    "string for traces beside a table for logs": (
        f'[otel]\ntrace_exporter = "otlp-http"\nexporter = {{ otlp-http = {{ {_HTTP} }} }}\n',
        "exporter-string",
    ),
    "empty table": (_exporter("{}"), "exporter-empty"),
    "two kinds": (
        _exporter(f'{{ otlp-http = {{ {_HTTP} }}, otlp-grpc = {{ endpoint = "http://h:4317" }} }}'),
        "exporter-several",
    ),
    "underscore": (_exporter(f"{{ otlp_http = {{ {_HTTP} }} }}"), "exporter-underscore"),
    "underscore in table headers": (
        """
[otel.exporter.otlp_http]
endpoint = "http://h"
protocol = "binary"
[otel.exporter.otlp_http.headers]
a = "b"
""",
        "exporter-underscore",
    ),
    "underscore in a string": (_exporter('"otlp_grpc"'), "exporter-underscore"),
    "switch in capitals": (_exporter('"None"'), "exporter-unknown"),
    "unknown kind": (_exporter('{ otlp = { endpoint = "http://h" } }'), "exporter-unknown"),
    "exporter is a number": (_exporter("1"), "wrong-type"),
    "endpoint instead of a table": (_exporter('{ otlp-http = "http://h" }'), "wrong-type"),
    "endpoint missing": (_exporter('{ otlp-http = { protocol = "binary" } }'), "endpoint-missing"),
    "endpoint missing, gRPC": (_exporter("{ otlp-grpc = {} }"), "endpoint-missing"),
    "endpoint is a number": (_exporter('{ otlp-http = { endpoint = 1, protocol = "binary" } }'), "wrong-type"),
    "protocol missing": (_exporter('{ otlp-http = { endpoint = "http://h" } }'), "protocol-missing"),
    "protocol http/protobuf": (
        _exporter('{ otlp-http = { endpoint = "http://h", protocol = "http/protobuf" } }'),
        "protocol-unknown",
    ),
    "protocol http/json": (
        _exporter('{ otlp-http = { endpoint = "http://h", protocol = "http/json" } }'),
        "protocol-unknown",
    ),
    "protocol in capitals": (
        _exporter('{ otlp-http = { endpoint = "http://h", protocol = "Binary" } }'),
        "protocol-unknown",
    ),
    "protocol grpc": (_exporter('{ otlp-http = { endpoint = "http://h", protocol = "grpc" } }'), "protocol-unknown"),
    "protocol is a number": (_exporter('{ otlp-http = { endpoint = "http://h", protocol = 1 } }'), "wrong-type"),
    "header is a number": (_exporter(f"{{ otlp-http = {{ {_HTTP}, headers = {{ a = 1 }} }} }}"), "wrong-type"),
    "headers is an array": (_exporter(f'{{ otlp-http = {{ {_HTTP}, headers = ["a"] }} }}'), "wrong-type"),
    "tls is a string": (_exporter(f'{{ otlp-http = {{ {_HTTP}, tls = "x" }} }}'), "wrong-type"),
    "tls path is a boolean": (
        _exporter(f"{{ otlp-http = {{ {_HTTP}, tls = {{ ca-certificate = true }} }} }}"),
        "wrong-type",
    ),
    "boolean as string": ('[otel]\nlog_user_prompt = "true"\n', "wrong-type"),
    "environment is a number": ("[otel]\nenvironment = 3\n", "wrong-type"),
    "span attribute is a number": ("[otel]\nspan_attributes = { a = 1 }\n", "wrong-type"),
    "span attributes is a string": ('[otel]\nspan_attributes = "a"\n', "wrong-type"),
    "tool_result is a number": ("[otel]\ntool_result = 1\n", "wrong-type"),
    "max_bytes is a string": ('[otel.tool_result]\nmax_bytes = "x"\n', "wrong-type"),
    "max_bytes is negative": ("[otel.tool_result]\nmax_bytes = -1\n", "wrong-type"),
    "otel is a string": ('otel = "x"\n', "otel-not-table"),
}

# name → (text, code). Codex starts, and ignores something.
IGNORED = {
    "underscore in tls": (
        _exporter(f'{{ otlp-http = {{ {_HTTP}, tls = {{ ca_certificate = "x" }} }} }}'),
        "tls-underscore",
    ),
    "unknown key in tls": (_exporter(f'{{ otlp-http = {{ {_HTTP}, tls = {{ ca = "x" }} }} }}'), "unknown-key"),
    "unknown key in otel": ('[otel]\nexporterr = "none"\n', "unknown-key"),
    "unknown key in the exporter": (_exporter(f'{{ otlp-http = {{ {_HTTP}, compression = "gzip" }} }}'), "unknown-key"),
    "protocol with gRPC": (_exporter('{ otlp-grpc = { endpoint = "http://h", protocol = "binary" } }'), "unknown-key"),
}

ACCEPTED = {
    "empty": "",
    "without otel": 'model = "gpt-5.5"\n',
    "inline": _exporter(f"{{ otlp-http = {{ {_HTTP} }} }}"),
    "tables": (
        '[otel.exporter."otlp-http"]\nendpoint = "http://h"\nprotocol = "json"\n'
        '[otel.exporter."otlp-http".headers]\nA = "b"\n'
    ),
    "traces alone": '[otel.trace_exporter."otlp-http"]\nendpoint = "http://h"\nprotocol = "binary"\n',
    "gRPC": _exporter('{ otlp-grpc = { endpoint = "http://h:4317", headers = { a = "b" } } }'),
    "none": _exporter('"none"'),
    "statsig": _exporter('"statsig"'),
    "none as a table": _exporter("{ none = {} }"),
    "all settings": (
        '[otel]\nenvironment = "a"\nlog_user_prompt = true\nlog_agent_responses = true\n'
        'log_guardian_assessments = false\nlog_sse_deltas = false\nspan_attributes = { a = "b" }\n'
        'tracestate = { a = { b = "c" } }\ntool_result = { max_bytes = 9 }\n'
    ),
    "tls": _exporter(
        f'{{ otlp-http = {{ {_HTTP}, tls = {{ ca-certificate = "a", client-certificate = "b", '
        f'client-private-key = "c" }} }} }}'
    ),
    "line breaks in inline tables": _exporter(
        '{\n  otlp-http = {\n    endpoint = "http://h",\n    protocol = "binary",\n  },\n}'
    ),
    "unexpanded variable": _exporter(f'{{ otlp-http = {{ {_HTTP}, headers = {{ Authorization = "${{A}}" }} }} }}'),
    "byte order mark": '\ufeff[otel]\nenvironment = "a"\n',
}

# name → (text, codes). Not TOML, so that Codex does not start.
NOT_TOML = {
    "string beside a table": (
        '[otel]\nexporter = "otlp-http"\n\n[otel.exporter."otlp-http"]\nendpoint = "http://h"\nprotocol = "binary"\n',
        ["toml-string-and-table"],
    ),
    "two strings beside tables": (
        """
[otel]
exporter = "otlp-http"
trace_exporter = "otlp-http" # c

[otel.exporter."otlp-http"]
endpoint = "http://h"
protocol = "binary"
[otel.trace_exporter."otlp-http"]
endpoint = "http://h"
protocol = "binary"
""",
        ["toml-string-and-table", "toml-string-and-table"],
    ),
    "value over two lines": (
        """
[otel.exporter."otlp-http"]
endpoint = "http://h"
protocol = "binary"
headers = { Authorization = "Basic cGs
abc=" }
""",
        ["toml-line-break"],
    ),
    "table twice": ('[otel]\nenvironment = "a"\n[otel]\nlog_user_prompt = true\n', ["toml-invalid"]),
    "key twice": ('[otel]\nenvironment = "a"\nenvironment = "b"\n', ["toml-invalid"]),
    "no value": ("[otel]\nenvironment =\n", ["toml-invalid"]),
    "quote missing": ('[otel]\nenvironment = "a\nlog_user_prompt = true\n', ["toml-invalid"]),
}
