-- Rooms and their messages.

CREATE TABLE IF NOT EXISTS rooms (
    id TEXT PRIMARY KEY,
    server_id TEXT NOT NULL REFERENCES servers ON DELETE CASCADE,
    name TEXT,
    created_by TEXT NOT NULL REFERENCES users,
    max_participants INTEGER,
    created_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS rooms_of_server ON rooms (server_id, created_at);

CREATE TABLE IF NOT EXISTS messages (
    id TEXT PRIMARY KEY,
    room_id TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
    user_id TEXT REFERENCES users,
    robot_id TEXT REFERENCES robots ON DELETE CASCADE,
    content TEXT NOT NULL,
    mentions TEXT NOT NULL, -- JSON, as in responses
    reply_to_id TEXT REFERENCES messages ON DELETE SET NULL,
    image_id TEXT REFERENCES images ON DELETE SET NULL,
    edited_at TEXT,
    created_at TEXT NOT NULL,
    CHECK ((user_id IS NULL) <> (robot_id IS NULL))
);
-- A cursor is the time of a message, so no two of a room may have the same one.
CREATE UNIQUE INDEX IF NOT EXISTS messages_of_room ON messages (room_id, created_at);
CREATE INDEX IF NOT EXISTS replies_to_message ON messages (reply_to_id);
CREATE INDEX IF NOT EXISTS messages_with_image ON messages (image_id);
