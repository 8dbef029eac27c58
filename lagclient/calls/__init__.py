"""The life of one call, from its arguments to its result; no module here opens a socket."""
