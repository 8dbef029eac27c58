"""Streams and polls of events: flows that go on for ever, and the drivers that deliver events."""
