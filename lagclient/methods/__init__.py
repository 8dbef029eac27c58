"""Turn routes into methods: `signature`, `docstring` and `build`, for each `flavour` of client.

When a program first touches ``client.servers.get``, the `Placeholder` of `build` takes the method
from the table and writes its source: the ``def`` from `signature`, the text from `docstring`. The
compiled method makes a `Call` of its arguments and passes it to the client.
"""
