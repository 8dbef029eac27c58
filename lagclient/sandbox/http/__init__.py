"""The way of a request through the sandbox, from the socket to its handler and back."""
