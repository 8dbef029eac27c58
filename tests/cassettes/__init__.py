"""The cassettes: the response of each route for each kind of credential, recorded and replayed.

::

    pytest tests/cassettes                          # replays ../../cassettes; nothing is sent
    pytest tests/cassettes --record-mode=rewrite    # records them again, from a sandbox
    pytest --record-live=../live                    # records reads from the live API, elsewhere
    git diff --no-index cassettes ../live           # and compares

``cases.py`` has the recorded calls and those that prepare them. The sandbox has a ticking clock and
counted ids, so it makes the same cassettes each time: the second command leaves no diff unless
something changed.
"""
