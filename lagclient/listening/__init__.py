"""Streams and polls of events: flows without end, and the drivers that deliver their events."""
