"""Everything that the doctor looks at, gathered once, so that judging it is a pure function."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sidelight.codex_setup.document import DocumentError, parse
from sidelight.codex_setup.dotenv import parse_dotenv
from sidelight.codex_setup.exporter import Exporter, read_exporters
from sidelight.codex_setup.home import CodexHome, read_text
from sidelight.codex_setup.installation import ask_about_config, ask_version, find_codex
from sidelight.codex_setup.tls_files import key_fits, look_at_files

MANAGED = Path("/etc/codex/managed_config.toml")


@dataclass(frozen=True, slots=True)
class Facts:
    """The state of one machine.

    ``config`` is None when there is no file; ``config_problem`` says why it cannot be read. ``env`` holds the
    environment with Codex's ``.env`` over it (seen with 0.169). ``file_problems`` maps TLS files as written to what is
    wrong with them, ``mismatched`` names exporters whose client key belongs to another certificate. ``complaint`` is
    what Codex says about its configuration. ``managed`` is the text of the administrator's configuration, which wins
    over the user's.
    """

    home: CodexHome
    config: str | None = None
    config_problem: str = ""
    config_mode: int = 0o600
    env: Mapping[str, str] = field(default_factory=dict)
    codex: str = ""
    version: str = ""
    complaint: str = ""
    managed: str = ""
    file_problems: Mapping[str, str] = field(default_factory=dict)
    mismatched: frozenset[str] = frozenset()

    @property
    def exporters(self) -> list[Exporter]:
        """The well-formed OTLP exporters of config.toml."""
        try:
            return read_exporters(parse(self.config or ""))
        except DocumentError:
            return []


def gather(home: CodexHome, env: Mapping[str, str], managed: Path = MANAGED) -> Facts:
    """Look at the machine. Never raises; what cannot be read is a fact, too."""
    config, problem, mode = None, "", 0o600
    try:
        config = read_text(home.config)
        if config is not None:
            mode = home.config.stat().st_mode & 0o777
    except OSError as failure:
        problem = failure.strerror or str(failure)
    except UnicodeDecodeError:
        problem = "it is not UTF-8 text"
    env = {**env, **_dotenv(home)}
    codex = find_codex(env)
    facts = Facts(home, config, problem, mode, env, codex, managed=_text_or_nothing(managed))
    exporters = facts.exporters
    return Facts(
        home,
        config,
        problem,
        mode,
        env,
        codex,
        version=ask_version(codex, env) if codex else "",
        complaint=ask_about_config(codex, {**env, "CODEX_HOME": str(home.path)}) if codex and config else "",
        managed=facts.managed,
        file_problems=look_at_files(exporters, home),
        mismatched=frozenset(exporter.key for exporter in exporters if not key_fits(exporter, home)),
    )


def _dotenv(home: CodexHome) -> dict[str, str]:
    return parse_dotenv(_text_or_nothing(home.dotenv))


def _text_or_nothing(path: Path) -> str:
    try:
        return read_text(path) or ""
    except (OSError, UnicodeDecodeError):
        return ""
