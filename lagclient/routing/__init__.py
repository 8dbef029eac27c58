"""Routes: what the API offers, as data, and the methods made of it."""
