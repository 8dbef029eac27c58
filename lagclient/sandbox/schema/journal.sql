-- What happened in servers, for the delivery of events to robots.

CREATE TABLE IF NOT EXISTS journal (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    server_id TEXT NOT NULL REFERENCES servers ON DELETE CASCADE,
    type TEXT NOT NULL,
    data TEXT NOT NULL, -- JSON
    created_at TEXT NOT NULL
);

-- What happened to users: their direct messages, their friends; for their WebSockets.

CREATE TABLE IF NOT EXISTS user_journal (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
    type TEXT NOT NULL, -- of the frame
    data TEXT NOT NULL -- JSON
);
