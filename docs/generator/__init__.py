"""Builds the reference from the table and the docstrings, and finishes every page of the site.

MkDocs calls `hooks`; everything else returns Markdown and knows nothing of MkDocs::

    hooks.py         the events of MkDocs
    site.py          all generated pages, the navigation, and the links of every page
    namespaces.py    a page for each namespace, from the table
    exchange.py      the request and the response of a cassette
    models.py        the models, from their fields
    library.py       classes and functions, from their docstrings
    copies.py        parts of pages that are copied from other files: `python -m docs.generator`
    recording.py     a session of `lag`: `python -m docs.generator.recording`
    animation.py     the session as an animated picture
    methods.py       the index of all methods
    documents.py     CHANGELOG, CONTRIBUTING and SECURITY as pages, and the links of every page
    markdown.py      `llms.txt`, and the Markdown beside each page
    docstrings.py    docstrings and signatures as Markdown
    symbols.py       names, and the places that document them
"""
