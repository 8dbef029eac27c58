"""Iterate over listings: `pages` has the iterators, `walk` the cursor, `prefetch` the next page."""
