"""The default transport: HTTP over httpx, in a pool of its own."""
