"""The reference says what the program does: a setting or address that is added, changed or dropped changes it too."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo
from starlette.routing import Mount

from sidelight.api.openapi_export import openapi_document
from sidelight.api.public.router import install_admin_api, install_public_api
from sidelight.ingest.otlp_http import otlp_routes
from sidelight.platform.tables import Role
from sidelight.settings import InitSettings, Settings

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
METHODS = {"get", "post", "put", "patch", "delete"}


def setting_rows(model: type[BaseModel], prefix: str) -> Iterator[str]:
    """The line of the settings page for every setting."""
    for name, field in model.model_fields.items():
        variable = prefix + name.upper()
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from setting_rows(field.annotation, variable + "__")
        else:
            yield f"| `{variable}` | {shown_default(field)} | {field.description} |"


def shown_default(field: FieldInfo) -> str:
    if field.default_factory is not None:
        return "a folder of the user's"
    default: Any = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
    return "" if default in ("", None) else f"`{str(default).lower() if isinstance(default, bool) else default}`"


def table_lines(page: str, first_cell: str) -> set[str]:
    return {line for line in (DOCS / page).read_text().splitlines() if line.startswith(f"| `{first_cell}")}


def test_every_setting_is_described_and_no_other() -> None:
    assert table_lines("reference/settings.md", "SIDELIGHT_") == set(setting_rows(Settings, "SIDELIGHT_"))


def test_every_init_variable_is_described_and_no_other() -> None:
    found = re.findall(r"^\| `(LANGFUSE_INIT_\w+)`", (DOCS / "reference/settings.md").read_text(), re.MULTILINE)
    assert sorted(found) == sorted("LANGFUSE_INIT_" + name.upper() for name in InitSettings.model_fields)


def operations() -> set[tuple[str, str]]:
    """Method and path of everything that the server answers, apart from the web app's files."""
    app = FastAPI()
    install_public_api(app)
    install_admin_api(app)
    paths = dict(openapi_document()["paths"])
    for route in app.routes:
        if isinstance(route, Mount) and isinstance(route.app, FastAPI):
            paths |= {route.path + path: methods for path, methods in route.app.openapi()["paths"].items()}
    found = {(method.upper(), path) for path, methods in paths.items() for method in METHODS.intersection(methods)}
    return found | {("POST", route.path) for route in otlp_routes() if not route.path.endswith("/")}


@pytest.mark.filterwarnings("ignore:Duplicate Operation ID:UserWarning")
def test_every_address_is_described_and_no_other() -> None:
    text = (DOCS / "reference/http-api.md").read_text()
    described = re.findall(r"^\| `([A-Z]+) (/[^` ?]*)`", text, re.MULTILINE)
    assert len(described) == len(set(described))
    assert set(described) == operations()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text()):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        linked = (page.parent / path).resolve() if path else page
        assert linked.exists(), f"{page.name} links to {target}, which does not exist"
        if anchor:
            assert anchor in anchors(linked), f"{page.name} links to {target}, but that page has no such heading"


def anchors(page: Path) -> set[str]:
    """Anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_page_is_reachable_from_the_index() -> None:
    seen: set[Path] = set()
    waiting = [DOCS / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        waiting += [
            (page.parent / link.partition("#")[0]).resolve()
            for link in LINK.findall(page.read_text())
            if "://" not in link
        ]
    assert set(DOCS.rglob("*.md")) <= seen


def test_the_table_of_roles_is_that_of_the_web_app() -> None:
    """The page, the texts and the least roles of the web app say the same."""
    texts = dict(re.findall(r"^  (\w+): '([^']*)'", (ROOT / "web/src/i18n/en/abilities.ts").read_text(), re.MULTILINE))
    least = re.findall(r"\['(\w+)', '(\w+)'\]", (ROOT / "web/src/pages/members/abilities.ts").read_text())
    assert [name for name, _ in least] == list(texts)
    rows = [
        f"| {texts[name]} | " + " | ".join("yes" if role.reaches(Role(needed)) else "" for role in Role) + " |"
        for name, needed in least
    ]
    page = (DOCS / "guide/organisations.md").read_text().splitlines()
    assert [line for line in page if line in rows] == rows
