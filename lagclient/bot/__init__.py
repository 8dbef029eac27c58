"""Robots: handlers for commands and events, and the loop that calls them.

The life of an event: the source of `bot` brings it, `intake` accepts it, it waits for its turn in
`rooms`, `dispatch` has `handlers` call the functions that `registration` has checked, and `ledger`
saves with the `state` that it is done. Handlers use a `Bot` as a `messenger`, through a `context`.
"""
