"""Robots: handlers for commands and events, and the loop that calls them.

| module | idea |
|---|---|
| `bot` | the robot: how it starts and ends |
| `options` | its options, and those of its client |
| `dispatch` | which functions an event is for, and what follows when they have ended |
| `registration` | the decorators, which check what they register |
| `command` | one command: who may use it, how it is called, its page of ``!help`` |
| `arguments` | words behind a command, converted by annotations |
| `cooldown` | what has to wait until it may happen again |
| `context` | a command that someone wrote, and how to reply |
| `handlers` | how handlers are called: limits, errors |
| `messenger` | the client, messages to rooms, and waiting for events |
| `texts` | long texts as several messages |
| `authors` | who did what an event is about |
| `announcement` | what a robot logs about itself |
| `run` | one run, and how it ends |
| `intake` | the way of an event from a stream or poll to its handlers |
| `rooms` | events of one room in their order, rooms side by side |
| `waiting` | handlers that wait for another event |
| `timers` | functions that are called by the clock |
| `ledger` | what is begun and done, kept in the place of the cursor |
| `state` | what a robot remembers, saved with the ledger |
| `server` | webhooks over uvicorn |
| `loop` | how threads and signal handlers reach the event loop |
"""
