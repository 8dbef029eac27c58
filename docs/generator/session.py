"""What the recording of `lag` shows: the commands, and what a friend writes meanwhile."""

TITLE = "lag in a terminal: log in, list servers, send, read, follow, a refused call, and JSON"
COMMANDS = (
    "lag login",
    "lag servers",
    'lag chat send "lag lounge" general Game night at eight?',
    'lag chat read "lag lounge" general -n 3',
    "lag tail general -n 1",
    "lag friends add mira",
    "echo $?",
    "lag api servers.list --json --query '[].{name: name, members: memberCount}'",
)
PAUSES = {"login": "(?<=browser: )", "tail": r"(?m)^(?=\[.*Mira:)|(?=\^C)"}
"""Where the output of a command waits for something."""
ARRIVES = "Eight is fine, I bring cake"
"""What a friend writes while the session follows a room."""
