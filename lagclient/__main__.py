"""``python -m lagclient``: the same as the ``lagclient`` command."""

from lagclient.commands import main

main(prog_name="lagclient")
