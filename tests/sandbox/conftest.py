"""The fixtures of the sandbox's tests; their names are too general for the other tests."""

from tests.kit.sandbox import clock, http, lag, options, upload, wire

__all__ = ["clock", "http", "lag", "options", "upload", "wire"]
