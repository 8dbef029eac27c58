"""The cassettes: what each route answers each kind of credential, recorded and replayed.

::

    pytest tests/cassettes                          # replays ../../cassettes; nothing is sent
    pytest tests/cassettes --record-mode=rewrite    # records them again, from a sandbox
    pytest --record-live=../live                    # records reads from the live API, elsewhere
    git diff --no-index cassettes ../live           # and compares

``cases.py`` says what is called, and what is arranged before. A sandbox whose clock ticks and whose
ids count makes the same cassettes each time, so the second command leaves no diff unless something
changed.
"""
