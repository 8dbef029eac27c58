"""Calls: from arguments to an answer."""
