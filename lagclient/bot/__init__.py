"""Robots: handlers for commands and events, and the loop that calls them.

`registration` has the decorators. An event arrives through `intake`, waits for its turn in `rooms`,
and `dispatch` calls its functions by `handlers`; `ledger` and `state` save that it is done.
`messenger` is what handlers use of a `Bot`, through a `context`.
"""
