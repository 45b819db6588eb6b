"""Datasets for the web app: who may do what, conflicts, histories, and what the audit log keeps."""

import json
from typing import Any

from sqlalchemy import select

from sidelight.platform.audit.tables import AuditEntry
from tests.fixtures.read_world import ReadWorld

BASE = "/api/app/projects/rocket/datasets"
LONG = json.dumps({"q": "x" * 5000})


async def noted(world: ReadWorld) -> list[tuple[str, str, str]]:
    async with world.services.database.reading() as session:
        entries = await session.scalars(select(AuditEntry).order_by(AuditEntry.created_at))
        return [(entry.action, entry.resource_kind, entry.author_kind) for entry in entries]


async def test_a_dataset_from_its_making_to_its_end(read_world: ReadWorld) -> None:
    async with read_world.browser() as ada:
        content = json.dumps({"name": "a/b", "metadata": {"half": "\ud800"}})
        answer = await ada.post(BASE, content=content, headers={"content-type": "application/json"})
        assert answer.status_code == 201, answer.text
        made = answer.json()
        assert made["metadata"] == {"half": "\ud800"}
        taken = await ada.post(BASE, json={"name": "a/b"})
        assert (taken.status_code, taken.json()["field"]) == (409, "name")
        one = f"{BASE}/{made['id']}"
        edit = {"revision": made["revision"], "name": "a/c", "inputSchema": {"type": "string"}}
        changed = (await ada.patch(one, json=edit)).json()
        assert (changed["name"], changed["hasInputSchema"]) == ("a/c", True)
        assert (await ada.patch(one, json=edit)).status_code == 409
        wrong = await ada.patch(one, json={"inputSchema": {"type": "strin"}})
        assert (wrong.status_code, wrong.json()["field"]) == (422, "inputSchema")
        page = (await ada.get(BASE, params={"folder": "a"})).json()
        assert [row["name"] for row in page["items"]] == ["a/c"]
        assert (await ada.get(BASE, params={"folder": ""})).json()["folders"] == [{"path": "a", "datasetCount": 1}]
        assert (await ada.delete(one)).status_code == 204
        assert (await ada.get(one)).status_code == 404
    assert await noted(read_world) == [
        ("create", "dataset", "user"),
        ("update", "dataset", "user"),
        ("delete", "dataset", "user"),
    ]


async def test_items_are_written_judged_and_looked_back_on(read_world: ReadWorld) -> None:
    async with read_world.browser() as ada:
        made = (await ada.post(BASE, json={"name": "d", "expectedOutputSchema": {"type": "string"}})).json()
        one = f"{BASE}/{made['id']}"
        body = {"items": [{"id": "a/1", "input": LONG, "expectedOutput": '"y"'}, {"expectedOutput": "1"}]}
        judged = (await ada.post(f"{one}/items", json={**body, "dryRun": True})).json()
        written = (await ada.post(f"{one}/items", json=body)).json()
        assert judged["refused"] == written["refused"]
        assert written["refused"][0].keys() == {"index", "id", "field", "message"}
        assert (written["created"], written["ids"], written["refused"][0]["index"]) == (1, ["a/1", None], 1)
        assert written["refused"][0]["field"] == "expectedOutput"

        row = (await ada.get(f"{one}/items")).json()["items"][0]
        assert len(row["inputPreview"]) <= 200
        item = (await ada.get(f"{one}/items/a%2F1")).json()
        assert (item["version"], item["authorName"]) == (row["version"], "Ada")

        edit = {"version": item["version"], "expectedOutput": '"z"'}
        edited = (await ada.put(f"{one}/items/a%2F1", json=edit)).json()
        assert (edited["input"], edited["expectedOutput"]) == (item["input"], '"z"')
        stale = await ada.put(f"{one}/items/a%2F1", json=edit)
        assert (stale.status_code, stale.json()["field"]) == (409, "version")
        assert "Ada changed this item" in stale.json()["message"]
        missing = await ada.put(f"{one}/items/none", json={"expectedOutput": "null"})
        assert missing.status_code == 404

        then = (await ada.get(f"{one}/items/a%2F1", params={"at": item["version"]})).json()
        assert (then["expectedOutput"], then["validTo"]) == ('"y"', edited["version"])
        versions = (await ada.get(f"{one}/versions/a%2F1")).json()
        assert [(v["action"], v["changed"]) for v in versions["items"]] == [
            ("updated", ["expectedOutput"]),
            ("created", []),
        ]
        assert (await ada.get(f"{one}/versions/none")).status_code == 404

        gone = (await ada.post(f"{one}/deeds", json={"deed": "delete", "ids": ["a/1", "none"]})).json()
        assert gone["ids"] == ["a/1"]
        assert (await ada.get(f"{one}/items")).json()["total"] == 0
        assert (await ada.get(f"{one}/items", params={"at": item["version"]})).json()["total"] == 1
        assert (await ada.get(f"{one}/items/a%2F1")).json()["isDeleted"]
        back = await ada.post(f"{one}/deeds", json={"deed": "restore", "ids": ["a/1"], "at": gone["before"]})
        assert back.json()["ids"] == ["a/1"]
        assert (await ada.get(f"{one}/items/a%2F1")).json()["expectedOutput"] == '"z"'
        (change,) = (await ada.get(f"{one}/changes")).json()["items"]
        assert (change["created"], change["updated"], change["deleted"], change["restored"]) == (1, 1, 1, 1)
        assert (await ada.post(f"{one}/deeds", json={"deed": "restore", "ids": ["a/1"]})).json()["field"] == "at"
    assert [action for action, kind, _ in await noted(read_world) if kind == "dataset_item"] == [
        "create", "update", "delete", "restore",
    ]  # fmt: skip


EXACT = """{
  "10": 1.0,
  "2": 9007199254740993,
  "huge": 123456789012345678901234567890,
  "decimal": 0.12345678901234567890123
}"""


async def test_no_number_loses_a_digit(read_world: ReadWorld) -> None:
    """Written here, read here and by an SDK, exported, imported, copied and edited beside."""
    async with read_world.browser() as ada, read_world.sdk() as sdk:
        made = (await ada.post(BASE, json={"name": "d"})).json()
        one = f"{BASE}/{made['id']}"
        await ada.post(f"{one}/items", json={"items": [{"id": "a", "input": EXACT}]})
        item = (await ada.get(f"{one}/items/a")).json()
        assert item["input"] == EXACT
        assert "".join(EXACT.split()) in "".join((await sdk.get("/dataset-items/a")).text.split())
        other = (await ada.post(BASE, json={"name": "e"})).json()
        for form in ("jsonl", "csv"):
            file = (await ada.get(f"{one}/export", params={"format": form})).content
            mapping = {"id": {"kind": "id"}, "input": {"kind": "input"}}
            options = json.dumps({"fileName": f"x.{form}", "mapping": mapping})
            told = await ada.post(f"{one}/import", params={"options": options}, content=file)
            assert json.loads(told.text.splitlines()[-1])["unchanged"] == 1, form
            mapping["id"] = {"kind": "ignore"}
            options = json.dumps({"fileName": f"x.{form}", "mapping": mapping})
            await ada.post(f"{BASE}/{other['id']}/import", params={"options": options}, content=file)
        copy = (await ada.post(f"{one}/copies", json={"name": "f"})).json()
        for dataset in (other["id"], copy["id"]):
            (row,) = (await ada.get(f"{BASE}/{dataset}/items")).json()["items"]
            assert (await ada.get(f"{BASE}/{dataset}/items/{row['id']}")).json()["input"] == item["input"]
        edited = (await ada.put(f"{one}/items/a", json={"metadata": "1"})).json()
        assert edited["input"] == item["input"]
        for before, after in (("1", "1.0"), ("1.0", "true"), ("true", "1")):
            changed = await ada.put(f"{one}/items/a", json={"metadata": after})
            assert changed.json()["metadata"] == after, before


async def test_a_value_that_is_no_json_is_told(read_world: ReadWorld) -> None:
    async with read_world.browser() as ada:
        made = (await ada.post(BASE, json={"name": "d"})).json()
        for text in ("{", "NaN", "1e999", "", {"a": 1}):
            answer = await ada.post(f"{BASE}/{made['id']}/items", json={"items": [{"input": text}]})
            assert (answer.status_code, answer.json()["field"].rpartition(".")[2]) == (422, "input"), text


async def test_schemas_are_suggested_and_tried(read_world: ReadWorld) -> None:
    async with read_world.browser() as ada:
        made = (await ada.post(BASE, json={"name": "d"})).json()
        one = f"{BASE}/{made['id']}"
        items: list[dict[str, Any]] = [{"id": "1", "input": '{"q": "a"}'}, {"id": "2", "input": '{"q": null}'}]
        await ada.post(f"{one}/items", json={"items": items})
        inferred = (await ada.get(f"{one}/inferred-schemas")).json()
        assert inferred["expectedOutputSchema"] is None
        assert inferred["inputSchema"]["properties"] == {"q": {"type": ["string", "null"]}}
        strict = {"properties": {"q": {"type": "string"}}}
        fit = (await ada.post(f"{one}/schema-fit", json={"inputSchema": strict})).json()
        assert (fit["checked"], fit["wrong"], [misfit["id"] for misfit in fit["misfits"]]) == (2, 1, ["2"])
        samples = await ada.post("/api/app/projects/rocket/dataset-schemas", json={"samples": [[1]]})
        assert samples.json() == {"jsonSchema": {"type": "array", "items": {"type": "integer"}}}


async def test_who_looks_changes_nothing(read_world: ReadWorld) -> None:
    async with read_world.browser() as ada:
        made = (await ada.post(BASE, json={"name": "d"})).json()
        await ada.post(f"{BASE}/{made['id']}/items", json={"items": [{"id": "a"}]})
    one = f"{BASE}/{made['id']}"
    async with read_world.browser("vic") as vic:
        for path in ("", f"/{made['id']}", f"/{made['id']}/items", f"/{made['id']}/items/a", f"/{made['id']}/changes"):
            assert (await vic.get(BASE + path)).status_code == 200
        for method, path, body in (
            ("POST", BASE, {"name": "x"}),
            ("PATCH", one, {"name": "x"}),
            ("DELETE", one, {}),
            ("POST", f"{one}/copies", {"name": "x"}),
            ("POST", f"{one}/items", {"items": [{}]}),
            ("PUT", f"{one}/items/a", {"input": "1"}),
            ("POST", f"{one}/deeds", {"deed": "delete", "ids": ["a"]}),
        ):
            assert (await vic.request(method, path, json=body)).status_code == 403, path


async def test_the_public_api_is_noted_too(read_world: ReadWorld) -> None:
    async with read_world.sdk() as sdk:
        await sdk.post("/v2/datasets", json={"name": "d"})
        await sdk.post("/v2/datasets", json={"name": "d"})
        await sdk.post("/dataset-items", json={"datasetName": "d", "id": "i", "input": 1})
        await sdk.post("/dataset-items", json={"datasetName": "d", "id": "i", "input": 1})
        await sdk.post("/dataset-items", json={"datasetName": "d", "id": "i", "input": 2})
        await sdk.delete("/dataset-items/i")
    assert await noted(read_world) == [
        ("create", "dataset", "api_key"),
        ("create", "dataset_item", "api_key"),
        ("update", "dataset_item", "api_key"),
        ("delete", "dataset_item", "api_key"),
    ]


IMPORT = {"fileName": "a.csv", "mapping": {"q": {"kind": "input"}, "a": {"kind": "expectedOutput"}}}


async def test_a_file_is_previewed_imported_and_exported(read_world: ReadWorld) -> None:
    content = b"q,a\none,1\ntwo\nthree,3\n"
    async with read_world.browser() as ada:
        made = (await ada.post(BASE, json={"name": "folder/d"})).json()
        one = f"{BASE}/{made['id']}"
        preview = (await ada.post(f"{one}/import-preview?options={{}}", content=content)).json()
        assert (preview["rows"], preview["problemCount"], preview["format"]) == (3, 1, "csv")
        assert [(c["name"], c["sample"], c["target"]["kind"]) for c in preview["columns"]] == [
            ("q", "one", "input"),
            ("a", "1", "input"),
        ]
        assert preview["items"][1]["problem"] == "Line 3 has 1 cells, the head has 2."
        options = {"options": json.dumps(IMPORT)}
        answer = await ada.post(f"{one}/import", params=options, content=content)
        lines = [json.loads(line) for line in answer.text.splitlines()]
        assert [line["state"] for line in lines] == ["counting", "writing", "done"]
        assert (lines[-1]["created"], lines[-1]["refusedCount"]) == (2, 1)
        assert lines[1]["refused"][0]["record"] == '{"q":"two"}'
        again = await ada.post(f"{one}/import", params=options, content=content)
        assert json.loads(again.text.splitlines()[-1])["unchanged"] == 2
        exported = await ada.get(f"{one}/export", params={"format": "jsonl", "q": "three"})
        assert exported.headers["content-disposition"] == "attachment; filename*=UTF-8''folder-d.jsonl"
        assert [json.loads(line)["expected_output"] for line in exported.text.splitlines()] == [3]
        assert (await ada.get(f"{one}/export")).text.splitlines()[0].startswith("\ufeffid,input,expected_output")
    assert ("import", "dataset_item", "user") in await noted(read_world)
    assert len([action for action, _, _ in await noted(read_world) if action == "import"]) == 1


async def test_what_cannot_be_imported_is_told(read_world: ReadWorld) -> None:
    async with read_world.browser() as ada:
        made = (await ada.post(BASE, json={"name": "d"})).json()
        one = f"{BASE}/{made['id']}"
        for options, content, field in (
            ("{", b"a\n1\n", "options"),
            ('{"encoding": "rot13"}', b"a\n1\n", "options"),
            ("{}", b"", "file"),
            ("{}", b"a\n\xff\x01\n", "file"),
        ):
            answer = await ada.post(f"{one}/import-preview", params={"options": options}, content=content)
            assert (answer.status_code, answer.json()["field"]) == (422, field), options
        missing = await ada.post(f"{one}/import", params={"options": "{}"}, content=b"a\n1\n")
        assert missing.json()["field"] == "mapping"
        twice = {"mapping": {"a": {"kind": "input"}, "b": {"kind": "input"}}}
        refused = await ada.post(f"{one}/import", params={"options": json.dumps(twice)}, content=b"a,b\n1,2\n")
        assert (refused.status_code, refused.json()["field"]) == (422, "mapping")
        large = read_world.services.settings.datasets.max_import_mb * 1024 * 1024 + 1
        too_large = await ada.post(f"{one}/import-preview", content=b"x" * large)
        assert too_large.status_code == 413
