-- The events that robots receive, how they receive them, and the last one that they polled.

CREATE TABLE IF NOT EXISTS subscriptions (
    robot_id TEXT PRIMARY KEY REFERENCES robots ON DELETE CASCADE,
    events TEXT NOT NULL, -- types, a space between them
    transports TEXT NOT NULL, -- as in RobotTransport, a space between them
    polled INTEGER NOT NULL -- the number of a journal entry
);
