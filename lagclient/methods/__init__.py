"""Routes turned into methods: signature, docstring and body, for each kind of client."""
