-- The addresses of webhooks, and the deliveries to them.

CREATE TABLE IF NOT EXISTS webhooks (
    robot_id TEXT PRIMARY KEY REFERENCES robots ON DELETE CASCADE,
    url TEXT NOT NULL,
    secrets TEXT NOT NULL, -- the newest first, a space between them; all of them sign
    reached INTEGER NOT NULL -- the number of the last journal entry that has a delivery
);

CREATE TABLE IF NOT EXISTS deliveries (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    robot_id TEXT NOT NULL REFERENCES robots ON DELETE CASCADE,
    type TEXT NOT NULL,
    body TEXT NOT NULL, -- the same in every attempt
    attempts INTEGER NOT NULL DEFAULT 0,
    due REAL NOT NULL, -- time of the next attempt, in Unix seconds
    state TEXT NOT NULL DEFAULT 'waiting' -- or delivered, failed
);

CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (robot_id, state, due, number);
