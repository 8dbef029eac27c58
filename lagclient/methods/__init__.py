"""Build methods from routes: signature, docstring and body, for each kind of client."""
