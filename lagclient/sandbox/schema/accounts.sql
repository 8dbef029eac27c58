-- Callers: users, robots, and their credentials. Times are ISO 8601 text, see clock.py.

CREATE TABLE IF NOT EXISTS users (
    id TEXT PRIMARY KEY,
    username TEXT NOT NULL UNIQUE COLLATE NOCASE,
    display_name TEXT,
    avatar_url TEXT,
    status TEXT NOT NULL DEFAULT 'online',
    steam_id TEXT,
    is_set_up INTEGER NOT NULL DEFAULT 1,
    gone_from TEXT, -- the end of the grace period, once deletion was requested
    created_at TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS robots (
    id TEXT PRIMARY KEY,
    server_id TEXT NOT NULL REFERENCES servers ON DELETE CASCADE,
    name TEXT NOT NULL,
    avatar_url TEXT,
    permissions TEXT NOT NULL, -- names, a space between them
    active INTEGER NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    UNIQUE (server_id, name)
);

-- In plain text, which a real service must never do: a sandbox that is started again on its file
-- prints the tokens again, and they are valid only there.
CREATE TABLE IF NOT EXISTS tokens (
    token TEXT PRIMARY KEY,
    user_id TEXT REFERENCES users ON DELETE CASCADE,
    robot_id TEXT REFERENCES robots ON DELETE CASCADE,
    CHECK ((user_id IS NULL) <> (robot_id IS NULL))
);

CREATE TABLE IF NOT EXISTS push_tokens (
    user_id TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
    token TEXT NOT NULL,
    platform TEXT NOT NULL,
    PRIMARY KEY (user_id, token)
);

CREATE TABLE IF NOT EXISTS friendships (
    id TEXT PRIMARY KEY,
    requester_id TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
    addressee_id TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
    status TEXT NOT NULL, -- pending, accepted, blocked
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS friendships_of_pair
    ON friendships (min(requester_id, addressee_id), max(requester_id, addressee_id));

-- The attributes of a sandbox: the token, the robot key and the ids of its first world.
CREATE TABLE IF NOT EXISTS facts (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
