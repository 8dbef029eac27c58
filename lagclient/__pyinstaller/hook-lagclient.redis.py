"""Add the modules of `lagclient.redis`, which are imported on first use, and their scripts."""

from PyInstaller.utils.hooks import collect_data_files, collect_submodules

hiddenimports = collect_submodules("lagclient.redis")
datas = collect_data_files("lagclient.redis")
