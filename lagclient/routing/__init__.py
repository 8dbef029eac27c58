"""The table of routes as data: read, validated, and looked up."""
