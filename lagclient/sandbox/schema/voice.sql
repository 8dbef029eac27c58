-- The users in the voice of each room.

CREATE TABLE IF NOT EXISTS participants (
    user_id TEXT PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    room_id TEXT NOT NULL REFERENCES rooms ON DELETE CASCADE,
    joined_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS participants_of_room ON participants (room_id, joined_at);
