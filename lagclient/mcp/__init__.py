"""The routes of the table as tools of a language model, over the Model Context Protocol.

``lagclient mcp`` serves them. A tool is a method of the client: its arguments are checked by a
JSON schema that is written from the table, and then the client's own method is called. Only
`server` and `serving` import the SDK of the protocol, which the extra ``mcp`` brings.
"""
