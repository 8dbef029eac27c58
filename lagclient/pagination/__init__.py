"""Iterate over listings page by page."""
