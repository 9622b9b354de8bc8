"""The desk's tables, beside the vault's own, as the steps that lead to them."""

from __future__ import annotations

from typing import Final

COUNTER: Final = "desk_migrations"
STEPS: Final[tuple[tuple[str, ...], ...]] = (
    (
        # who is behind it stands in the post; here is what lists need
        "CREATE TABLE desk_clients ("
        " id TEXT PRIMARY KEY,"
        " alias TEXT NOT NULL COLLATE NOCASE,"
        " since TEXT NOT NULL,"
        " state TEXT NOT NULL,"
        " last_at TEXT NOT NULL DEFAULT '',"
        " unread INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID",
        "CREATE INDEX desk_clients_by_alias ON desk_clients (alias, id)",
        "CREATE INDEX desk_clients_unread ON desk_clients (unread, alias)",
        "CREATE TABLE desk_assignments ("
        " number INTEGER PRIMARY KEY,"
        " id TEXT NOT NULL UNIQUE,"
        " client TEXT NOT NULL REFERENCES desk_clients (id) ON DELETE CASCADE,"
        " made_on TEXT NOT NULL,"
        " due_on TEXT NOT NULL,"
        " title TEXT NOT NULL,"
        " body TEXT NOT NULL,"
        " answer TEXT NOT NULL DEFAULT '')",
        "CREATE INDEX desk_assignments_of ON desk_assignments (client, number)",
        # a sealed letter until it is handed over: the same one, so never a second
        "CREATE TABLE desk_outbox ("
        " id TEXT PRIMARY KEY,"
        " client TEXT NOT NULL REFERENCES desk_clients (id) ON DELETE CASCADE,"
        " at TEXT NOT NULL,"
        " what TEXT NOT NULL,"
        " raw BLOB NOT NULL)",
        "CREATE INDEX desk_outbox_of ON desk_outbox (client, at)",
        "CREATE TABLE desk_reports ("
        " number INTEGER PRIMARY KEY,"
        " client TEXT NOT NULL REFERENCES desk_clients (id) ON DELETE CASCADE,"
        " id TEXT NOT NULL,"
        " kind TEXT NOT NULL,"
        " what TEXT NOT NULL,"
        " title TEXT NOT NULL,"
        " done_on TEXT NOT NULL,"
        " minutes INTEGER NOT NULL,"
        " assignment TEXT NOT NULL,"
        " part TEXT NOT NULL,"
        " note TEXT NOT NULL,"
        " received_at TEXT NOT NULL,"
        " sent INTEGER NOT NULL,"
        " seen_at TEXT NOT NULL DEFAULT '',"
        " UNIQUE (client, id))",
        "CREATE INDEX desk_reports_of ON desk_reports (client, done_on, number)",
        "CREATE INDEX desk_reports_unread ON desk_reports (client) WHERE seen_at = ''",
        "CREATE INDEX desk_reports_for ON desk_reports (assignment, part)"
        " WHERE assignment <> ''",
        # letters come in any order: what was withdrawn must not come in afterwards
        "CREATE TABLE desk_withdrawn ("
        " client TEXT NOT NULL REFERENCES desk_clients (id) ON DELETE CASCADE,"
        " id TEXT NOT NULL,"
        " sent INTEGER NOT NULL,"
        " at TEXT NOT NULL,"
        " PRIMARY KEY (client, id)) WITHOUT ROWID",
        "CREATE TABLE desk_items ("
        " report INTEGER NOT NULL"
        "  REFERENCES desk_reports (number) ON DELETE CASCADE,"
        " place INTEGER NOT NULL,"
        " id TEXT NOT NULL,"
        " kind TEXT NOT NULL,"
        " label TEXT NOT NULL,"
        " value TEXT NOT NULL,"
        " numbers TEXT NOT NULL,"
        " skill TEXT NOT NULL,"
        " turn INTEGER NOT NULL,"
        " reason TEXT NOT NULL,"
        " PRIMARY KEY (report, place)) WITHOUT ROWID",
        "CREATE TABLE desk_corrections ("
        " number INTEGER PRIMARY KEY,"
        " report INTEGER NOT NULL"
        "  REFERENCES desk_reports (number) ON DELETE CASCADE,"
        " item TEXT NOT NULL,"
        " value TEXT NOT NULL,"
        " reason TEXT NOT NULL,"
        " at TEXT NOT NULL)",
        "CREATE INDEX desk_corrections_of ON desk_corrections (report, item)",
        "CREATE TABLE desk_notes ("
        " number INTEGER PRIMARY KEY,"
        " client TEXT NOT NULL REFERENCES desk_clients (id) ON DELETE CASCADE,"
        " report INTEGER REFERENCES desk_reports (number) ON DELETE SET NULL,"
        " at TEXT NOT NULL,"
        " body TEXT NOT NULL)",
        "CREATE INDEX desk_notes_of ON desk_notes (client, number)",
        "CREATE INDEX desk_notes_at ON desk_notes (report) WHERE report IS NOT NULL",
        "CREATE TABLE desk_log ("
        " number INTEGER PRIMARY KEY AUTOINCREMENT,"
        " at TEXT NOT NULL,"
        " what TEXT NOT NULL,"
        " client TEXT NOT NULL DEFAULT '',"
        " about TEXT NOT NULL DEFAULT '')",
        "CREATE INDEX desk_log_of ON desk_log (client, number)",
        "CREATE INDEX desk_log_what ON desk_log (what, number)",
        "CREATE TRIGGER desk_log_no_change BEFORE UPDATE ON desk_log BEGIN"
        " SELECT RAISE(ABORT, 'the log is only ever added to'); END",
        "CREATE TRIGGER desk_log_no_removal BEFORE DELETE ON desk_log BEGIN"
        " SELECT RAISE(ABORT, 'the log is only ever added to'); END",
    ),
)
