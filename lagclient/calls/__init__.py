"""The life of one call, from its arguments to its result; no module here opens a socket.

`request` checks the arguments and builds the request. `flow` then yields what to do: wait for the
limits of the API (`pacing`), and send, which `drive` does through the transport. `decode` turns the
response into a model or an error. `retry` decides whether a failed attempt is repeated, and `look`
searches for a message whose response was lost.
"""
