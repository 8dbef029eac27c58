-- Uploaded images. Their bytes have a table of their own, because metadata is read more often.

CREATE TABLE IF NOT EXISTS images (
    id TEXT PRIMARY KEY,
    uploader_id TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
    content_type TEXT NOT NULL, -- of the bytes that were uploaded
    size INTEGER NOT NULL,
    width INTEGER,
    height INTEGER,
    purpose TEXT NOT NULL,
    entity_id TEXT,
    alt TEXT,
    created_at TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS image_bytes (
    image_id TEXT PRIMARY KEY REFERENCES images ON DELETE CASCADE,
    data BLOB NOT NULL
);
