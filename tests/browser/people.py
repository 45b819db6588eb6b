"""More people in the organisation of a running server."""

import sqlite3
from datetime import UTC, datetime

from playwright.sync_api import Browser, StorageState

from tests.e2e.servers import Server


def add_person(server: Server, user_id: str, name: str, role: str) -> str:
    """Make somebody who can open the server's projects, with the password of its first user; their address."""
    email, now = f"{user_id}@example.com", datetime.now(UTC).replace(tzinfo=None).isoformat(" ")
    with sqlite3.connect(server.data_dir / "sidelight.db", timeout=20) as database:
        (organisation,) = database.execute("SELECT organisation_id FROM projects WHERE id = 'e2e'").fetchone()
        (password_hash,) = database.execute(
            "SELECT password_hash FROM users WHERE password_hash IS NOT NULL ORDER BY created_at LIMIT 1"
        ).fetchone()
        database.execute(
            "INSERT OR REPLACE INTO users (id, email, name, password_hash, is_admin, created_at)"
            " VALUES (?, ?, ?, ?, 0, ?)",
            (user_id, email, name, password_hash, now),
        )
        database.execute(
            "INSERT OR REPLACE INTO memberships (organisation_id, user_id, role, created_at) VALUES (?, ?, ?, ?)",
            (organisation, user_id, role, now),
        )
    return email


def sign_in(chromium: Browser, server: Server, email: str, password: str) -> StorageState:
    """The cookies of somebody."""
    context = chromium.new_context(base_url=server.url)
    answer = context.request.post("/api/app/auth/login", data={"email": email, "password": password})
    assert answer.ok, answer.text()
    state = context.storage_state()
    context.close()
    return state
