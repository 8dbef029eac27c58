"""The state of the sandbox: its store, its clock, its ids, and the journal of events."""
