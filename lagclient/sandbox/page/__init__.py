"""The page of the sandbox: what a browser shows at its root, and what it can do there.

``routes`` serves the page, its stream of changes and its actions, and ``guard`` decides which
requests may use them. ``views`` says what the page shows and ``actions`` what it can do. The files
in ``assets/`` are served as they are: no build step, no request to another host.
"""
