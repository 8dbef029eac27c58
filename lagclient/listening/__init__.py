"""Streams and polls of events: flows without an end, and the drivers that deliver events."""
