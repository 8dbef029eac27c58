"""Add the commands of `lag`, their style sheet, and libraries that are imported by name."""

from importlib.util import find_spec

from PyInstaller.utils.hooks import collect_data_files, collect_submodules

LIBRARIES = ("jmespath", "textual.widgets", "websockets.exceptions", "websockets.sync.client")

hiddenimports = collect_submodules("lagclient.terminal")
hiddenimports += ["lagclient.routing._terminal"]
for name in LIBRARIES:
    if find_spec(name.partition(".")[0]) is not None:
        hiddenimports += collect_submodules(name)
datas = collect_data_files("lagclient.terminal")
