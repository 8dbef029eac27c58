-- Events of servers, templates of recurring events, responses, and guests from outside.

CREATE TABLE IF NOT EXISTS event_templates (
    id TEXT PRIMARY KEY,
    server_id TEXT NOT NULL REFERENCES servers ON DELETE CASCADE,
    title TEXT NOT NULL,
    description TEXT,
    cover_image_url TEXT,
    duration_minutes INTEGER,
    rrule TEXT NOT NULL,
    timezone TEXT NOT NULL,
    start_time TEXT NOT NULL,
    external_access_enabled INTEGER NOT NULL,
    external_auto_admit INTEGER NOT NULL,
    scheduled_until TEXT NOT NULL, -- events that start up to then exist already
    created_by TEXT NOT NULL REFERENCES users,
    created_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS templates_of_server ON event_templates (server_id, created_at);

CREATE TABLE IF NOT EXISTS events (
    id TEXT PRIMARY KEY,
    server_id TEXT NOT NULL REFERENCES servers ON DELETE CASCADE,
    template_id TEXT REFERENCES event_templates ON DELETE CASCADE,
    title TEXT NOT NULL,
    description TEXT,
    cover_image_url TEXT,
    starts_at TEXT NOT NULL,
    ends_at TEXT,
    voice_room_id TEXT REFERENCES rooms ON DELETE SET NULL,
    share_code TEXT, -- kept while access is off, so that the same link works again
    external_access_enabled INTEGER NOT NULL,
    external_auto_admit INTEGER NOT NULL,
    deletes_at TEXT, -- once it is cancelled
    created_by TEXT NOT NULL REFERENCES users,
    created_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS events_of_server ON events (server_id, starts_at);
CREATE INDEX IF NOT EXISTS events_of_template ON events (template_id);
CREATE INDEX IF NOT EXISTS event_of_room ON events (voice_room_id);

CREATE TABLE IF NOT EXISTS rsvps (
    event_id TEXT NOT NULL REFERENCES events ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
    status TEXT NOT NULL,
    PRIMARY KEY (event_id, user_id)
);

CREATE TABLE IF NOT EXISTS guests (
    id TEXT PRIMARY KEY,
    event_id TEXT NOT NULL REFERENCES events ON DELETE CASCADE,
    display_name TEXT NOT NULL,
    generated_username TEXT NOT NULL,
    status TEXT NOT NULL, -- pending, admitted, rejected
    created_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS guests_of_event ON guests (event_id, created_at);
