"""The real Codex CLI in a folder of its own."""

import subprocess
from pathlib import Path

from tests.e2e.servers import environment

MODEL = "gpt-5.5"


class Codex:
    """Runs Codex with its own ``CODEX_HOME`` and working folder, and a scripted model instead of OpenAI's."""

    def __init__(self, program: Path, home: Path, work: Path) -> None:
        self.program = program
        self.home = home
        self.work = work
        home.mkdir(parents=True)
        work.mkdir(parents=True)

    @property
    def config(self) -> Path:
        """config.toml."""
        return self.home / "config.toml"

    def use_model(self, url: str) -> None:
        """Write a config.toml that names the scripted model; comments and order are there to be kept."""
        self.config.write_text(
            f"# my settings\n"
            f'model = "{MODEL}" # the usual one\n'
            f'model_provider = "scripted"\n'
            f"\n"
            f"[model_providers.scripted]\n"
            f'name = "scripted"\n'
            f'base_url = "{url}"\n'
            f'env_key = "SCRIPTED_API_KEY"\n'
            f'wire_api = "responses"\n'
            f"request_max_retries = 4\n",
            encoding="utf-8",
        )

    def run(self, *arguments: str, **env: str) -> "subprocess.CompletedProcess[str]":
        """Run Codex to its end."""
        return subprocess.run(
            [self.program, *arguments],
            cwd=self.work,
            env=environment(CODEX_HOME=str(self.home), HOME=str(self.home.parent), SCRIPTED_API_KEY="x", **env),
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=100,
            check=False,
        )

    def exec(self, prompt: str, *arguments: str, **env: str) -> "subprocess.CompletedProcess[str]":
        """`codex exec` with a prompt; commands run without a sandbox, which containers often forbid."""
        return self.run(
            "exec", "--skip-git-repo-check", "--dangerously-bypass-approvals-and-sandbox", *arguments, prompt, **env
        )
