-- What happened in servers, for the delivery of events to robots.

CREATE TABLE IF NOT EXISTS journal (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    server_id TEXT NOT NULL REFERENCES servers ON DELETE CASCADE,
    type TEXT NOT NULL,
    data TEXT NOT NULL, -- JSON
    created_at TEXT NOT NULL
);

-- What happened to direct messages, for the WebSockets of their users.

CREATE TABLE IF NOT EXISTS dm_journal (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE,
    type TEXT NOT NULL,
    message_id TEXT NOT NULL
);
