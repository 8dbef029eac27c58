-- Servers and what belongs to them; deleting a server deletes it all.

CREATE TABLE IF NOT EXISTS servers (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    icon_url TEXT,
    icon_emoji TEXT,
    owner_id TEXT NOT NULL REFERENCES users,
    created_at TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS roles (
    id TEXT PRIMARY KEY,
    server_id TEXT NOT NULL REFERENCES servers ON DELETE CASCADE,
    name TEXT NOT NULL,
    color TEXT,
    permissions INTEGER NOT NULL,
    sort_order INTEGER NOT NULL,
    default_for TEXT, -- owner, admin, member: the role of all members of that rank
    created_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS roles_of_server ON roles (server_id, sort_order);

CREATE TABLE IF NOT EXISTS members (
    server_id TEXT NOT NULL REFERENCES servers ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
    role_id TEXT NOT NULL REFERENCES roles,
    joined_at TEXT NOT NULL,
    PRIMARY KEY (server_id, user_id)
);
CREATE INDEX IF NOT EXISTS servers_of_user ON members (user_id);

CREATE TABLE IF NOT EXISTS invites (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    server_id TEXT NOT NULL REFERENCES servers ON DELETE CASCADE,
    created_by TEXT NOT NULL REFERENCES users,
    max_uses INTEGER,
    uses INTEGER NOT NULL DEFAULT 0,
    expires_at TEXT,
    created_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS invites_of_server ON invites (server_id);

-- Bans and mutes: the same columns, so that one set of statements serves both.
CREATE TABLE IF NOT EXISTS bans (
    id TEXT PRIMARY KEY,
    server_id TEXT NOT NULL REFERENCES servers ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
    imposed_by TEXT REFERENCES users ON DELETE SET NULL,
    reason TEXT,
    expires_at TEXT,
    created_at TEXT NOT NULL,
    UNIQUE (server_id, user_id)
);

CREATE TABLE IF NOT EXISTS mutes (
    id TEXT PRIMARY KEY,
    server_id TEXT NOT NULL REFERENCES servers ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
    imposed_by TEXT REFERENCES users ON DELETE SET NULL,
    reason TEXT,
    expires_at TEXT,
    created_at TEXT NOT NULL,
    UNIQUE (server_id, user_id)
);
