-- Conversations between two users.

CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY,
    opened_by TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
    opened_with TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
    created_at TEXT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS conversations_of_pair
    ON conversations (min(opened_by, opened_with), max(opened_by, opened_with));

-- Up to which time a user has read a conversation.
CREATE TABLE IF NOT EXISTS read_marks (
    user_id TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
    conversation_id TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE,
    read_to TEXT NOT NULL,
    PRIMARY KEY (user_id, conversation_id)
);

CREATE TABLE IF NOT EXISTS dm_messages (
    id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
    content TEXT NOT NULL,
    reply_to_id TEXT REFERENCES dm_messages ON DELETE SET NULL,
    image_id TEXT REFERENCES images ON DELETE SET NULL,
    edited_at TEXT,
    created_at TEXT NOT NULL
);
-- As for messages of rooms: a cursor is the time of a message.
CREATE UNIQUE INDEX IF NOT EXISTS dm_messages_of_conversation
    ON dm_messages (conversation_id, created_at);
CREATE INDEX IF NOT EXISTS replies_to_dm_message ON dm_messages (reply_to_id);
CREATE INDEX IF NOT EXISTS dm_messages_with_image ON dm_messages (image_id);
