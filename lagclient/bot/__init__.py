"""Robots: handlers for commands and events."""
