"""Add the sandbox's modules and its SQL files."""

from PyInstaller.utils.hooks import collect_data_files, collect_submodules

hiddenimports = collect_submodules("lagclient.sandbox")
datas = collect_data_files("lagclient.sandbox")
