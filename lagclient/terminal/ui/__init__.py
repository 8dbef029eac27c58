"""The full-screen interface, `lag ui`, on Textual.

`state` and `lines` are what is shown, and know nothing of a terminal. `rows`, `composer`, `search`
and `dialogs` are its parts on the screen. `feed` brings live events. `app` joins them.
"""
