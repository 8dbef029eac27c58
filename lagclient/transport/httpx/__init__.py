"""Requests over httpx."""
