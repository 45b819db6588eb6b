"""All settings, grouped by subsystem. Environment variables: ``SIDELIGHT_<GROUP>__<NAME>``.

``LANGFUSE_INIT_*`` (Langfuse's head-less set-up) is read by :class:`InitSettings`.
"""

from functools import cached_property
from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import BaseModel, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

MIB = 1024 * 1024
MIN_ADMIN_KEY_LENGTH = 32


class ServerSettings(BaseModel):
    """Where the HTTP server listens and how it is reached."""

    host: str = Field("127.0.0.1", description="Address to listen on; loopback unless told otherwise.")
    port: int = Field(3000, ge=0, le=65535, description="Port of the web app, the API and OTLP over HTTP.")
    base_url: str = Field("", description="Public URL, when a proxy stands before Sidelight; derived otherwise.")
    tls_certificate: Path | None = Field(
        None, description="PEM file with the server's certificate chain; turns on TLS."
    )
    tls_private_key: Path | None = Field(None, description="PEM file with the private key of the certificate.")
    tls_client_ca: Path | None = Field(
        None, description="PEM file; clients must show a certificate signed by it (mTLS)."
    )


class StoreSettings(BaseModel):
    """The event store."""

    url: str = Field(
        "", description="ClickHouse URL (clickhouse://user:password@host:8123/database); empty: embedded chDB."
    )
    cluster: str = Field("", description="ClickHouse cluster name for ON CLUSTER and Replicated tables.")
    max_memory_mb: int = Field(2048, ge=256, description="Memory limit of the embedded engine.")
    mark_cache_mb: int = Field(64, ge=8, description="Mark cache of the embedded engine.")
    read_threads: int = Field(4, ge=1, le=64, description="Connections used for reads.")
    metrics_timeout_s: float = Field(
        30, ge=1, le=3600, description="Longest query of the metrics API, in seconds; a longer one is refused with 422."
    )


class IngestSettings(BaseModel):
    """What receivers accept."""

    max_body_mb: int = Field(64, ge=1, description="Largest request body, compressed or not, in MiB.")
    max_in_flight_mb: int = Field(512, ge=64, description="Bodies held in memory at once; more wait.")
    grpc_port: int = Field(0, ge=0, le=65535, description="Port of OTLP over gRPC; 0 turns it off (4317 is usual).")
    journal_sync: bool = Field(True, description="Flush the journal to disk before answering (power loss safe).")


class MediaSettings(BaseModel):
    """Files of traces: images, audio, documents."""

    url: str = Field(
        "", description="Where files lie: s3://bucket/prefix, gs://…, az://… or file:///folder; empty: the data folder."
    )
    options: dict[str, str] = Field(
        {},
        description="Options of the cloud's client as JSON, for example "
        '{"endpoint": "https://minio:9000", "region": "eu-west-1"}; its own variables (AWS_…) are read too.',
    )
    max_file_mb: int = Field(1024, ge=1, description="Largest file, in MiB.")
    link_minutes: int = Field(60, ge=1, le=10_080, description="How long upload and download addresses stay valid.")
    extract_inline: bool = Field(
        True, description="Store base64 files found in inputs, outputs and metadata as media, and show them."
    )


class PromptSettings(BaseModel):
    """Prompts that applications fetch."""

    cache_mb: int = Field(32, ge=0, description="Memory for answers that were given before; 0 reads each one anew.")


class AccessSettings(BaseModel):
    """Who may manage what beyond the organisations that they are in."""

    organisation_creators: Literal["admins", "everybody"] = Field(
        "admins",
        description="Who may make new organisations: `admins` of the installation (the first user), or `everybody` who "
        "has an account.",
    )
    admin_api_key: SecretStr = Field(
        SecretStr(""),
        description="Opens `/api/admin/organizations` to whoever sends it (32 characters or more); empty: closed. "
        "`ADMIN_API_KEY` is read too.",
    )

    @field_validator("admin_api_key")
    @classmethod
    def _is_long(cls, key: SecretStr) -> SecretStr:
        return _checked_admin_key(key)


class DatasetSettings(BaseModel):
    """Datasets."""

    max_import_mb: int = Field(50, ge=1, description="Largest file that can be imported into a dataset, in MiB.")
    max_import_rows: int = Field(100_000, ge=1, description="Most rows of a file that is imported into a dataset.")


class CodexSettings(BaseModel):
    """OpenAI Codex CLI."""

    keep_internal_spans: bool = Field(False, description="Also store Codex's internal spans as traces of their own.")


def _checked_admin_key(key: SecretStr) -> SecretStr:
    if 0 < len(key.get_secret_value()) < MIN_ADMIN_KEY_LENGTH:
        raise ValueError(f"must have {MIN_ADMIN_KEY_LENGTH} characters or more, since it opens every organisation")
    return key


class LangfuseAdminSettings(BaseSettings):
    """The key of the admin API under Langfuse's own variable name."""

    model_config = SettingsConfigDict(extra="ignore")

    admin_api_key: SecretStr = SecretStr("")

    @field_validator("admin_api_key")
    @classmethod
    def _is_long(cls, key: SecretStr) -> SecretStr:
        return _checked_admin_key(key)


class InitSettings(BaseSettings):
    """Organisation, project, keys and user made on start, under Langfuse's own variable names."""

    model_config = SettingsConfigDict(env_prefix="LANGFUSE_INIT_", extra="ignore")

    org_id: str = ""
    org_name: str = ""
    project_id: str = ""
    project_name: str = ""
    project_public_key: str = ""
    project_secret_key: SecretStr = SecretStr("")
    user_email: str = ""
    user_name: str = ""
    user_password: SecretStr = SecretStr("")


class Settings(BaseSettings):
    """Everything that can be set."""

    model_config = SettingsConfigDict(env_prefix="SIDELIGHT_", env_nested_delimiter="__", extra="ignore")

    data_dir: Path = Field(
        default_factory=lambda: user_data_path("sidelight", appauthor=False),
        description="Folder of the embedded store, the metadata database, the journal and the secrets.",
    )
    metadata_url: str = Field(
        "", description="SQLAlchemy URL of the metadata database; empty: SQLite in the data folder."
    )
    secret_key: SecretStr = Field(
        SecretStr(""),
        description="Secret (32 characters or more) under which API secrets are hashed; give it to all servers that "
        "share one metadata database. Empty: a file made in the data folder.",
    )
    log_level: str = Field("info", description="debug, info, warning or error.")
    server: ServerSettings = ServerSettings()
    store: StoreSettings = StoreSettings()
    ingest: IngestSettings = IngestSettings()
    media: MediaSettings = MediaSettings()
    prompts: PromptSettings = PromptSettings()
    access: AccessSettings = AccessSettings()
    datasets: DatasetSettings = DatasetSettings()
    codex: CodexSettings = CodexSettings()

    @cached_property
    def init(self) -> InitSettings:
        """The head-less set-up, from the environment."""
        return InitSettings()

    @cached_property
    def admin_api_key(self) -> str:
        """What opens the admin API; "" while it is closed."""
        own = self.access.admin_api_key.get_secret_value()
        return own or LangfuseAdminSettings().admin_api_key.get_secret_value()

    @property
    def base_url(self) -> str:
        """URL under which people and agents reach this server, without trailing slash."""
        if self.server.base_url:
            return self.server.base_url.rstrip("/")
        scheme = "https" if self.server.tls_certificate else "http"
        here = self.server.host in ("127.0.0.1", "0.0.0.0", "::", "::1")  # noqa: S104 (compared, never bound)
        host = "localhost" if here else self.server.host
        return f"{scheme}://{host}:{self.server.port}"
