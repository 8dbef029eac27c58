"""Robots: handlers for commands and events, and the loop that calls them.

| module | idea |
|---|---|
| `bot` | the robot: its options, how it starts and ends |
| `handlers` | which handlers an event is for, and how one is called |
| `context` | a command that someone wrote, and how to reply |
| `authors` | who did what an event is about |
| `help` | the text of ``!help`` |
| `run` | one run, and how it ends |
| `intake` | the way of an event from a stream or poll to its handlers |
| `rooms` | events of one room in their order, rooms side by side |
| `ledger` | what is begun and done, kept in the place of the cursor |
| `server` | webhooks over uvicorn |
| `loop` | how threads and signal handlers reach the event loop |
"""
