"""The state of the sandbox: its store, its clock, its ids and what happened in it."""
