"""Completion of the shell: `completion`."""

from __future__ import annotations

import click

from lagclient.terminal.command import Command
from lagclient.terminal.invocation import current


@click.command(cls=Command)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the completion of a shell.

    bash: eval "$(lag completion bash)" in ~/.bashrc

    zsh: eval "$(lag completion zsh)" in ~/.zshrc

    fish: lag completion fish > ~/.config/fish/completions/lag.fish
    """
    from click.shell_completion import get_completion_class

    from lagclient.terminal.shells import add_shells

    add_shells()
    kind = get_completion_class(shell)
    assert kind is not None
    script = kind(context.find_root().command, {}, "lag", "_LAG_COMPLETE").source()
    current().output.one({"shell": shell, "script": script}, script)
