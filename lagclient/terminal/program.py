"""The command itself: its list of commands, and what becomes of every error."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from typing import Any, Dict, List, Optional

import click

from lagclient.errors import LagAPIError
from lagclient.terminal import exits
from lagclient.terminal.command import LazyGroup
from lagclient.terminal.invocation import Invocation
from lagclient.terminal.printable import printable
from lagclient.terminal.streams import (
    describe_output_error,
    drop_output,
    open_streams,
    unwind_on_sigterm,
)
from lagclient.terminal.wording import with_options, without_tokens
from lagclient.version import __version__

_COMMANDS = "lagclient.terminal.commands"
PLACES = {
    "login": (f"{_COMMANDS}.account", "Log in, in the browser or with a token."),
    "logout": (f"{_COMMANDS}.account", "Forget the token of a profile."),
    "whoami": (f"{_COMMANDS}.account", "Show who you are."),
    "status": (f"{_COMMANDS}.account", "Show your status, or set it."),
    "servers": (f"{_COMMANDS}.servers", "List your servers, or the rooms of one."),
    "chat": (f"{_COMMANDS}.chat", "Read and write the messages of a room."),
    "dms": (f"{_COMMANDS}.dms", "List your conversations, and read and write direct messages."),
    "friends": (f"{_COMMANDS}.friends", "List your friends, and answer friend requests."),
    "tail": (f"{_COMMANDS}.tail", "Print the messages of a room, and follow it until Ctrl+C."),
    "export": (f"{_COMMANDS}.export", "Write the messages of a server to a file."),
    "ui": (f"{_COMMANDS}.ui", "Talk in a full-screen interface."),
    "upload": (f"{_COMMANDS}.upload", "Upload an image, and print its id."),
    "join": (f"{_COMMANDS}.servers", "Join the voice of a room. Not there yet: lag has no voice."),
    "config": (f"{_COMMANDS}.config", "Show and change the settings."),
    "completion": (f"{_COMMANDS}.completion", "Print the completion of a shell."),
    "api": (f"{_COMMANDS}.api", "Call any method of the API."),
}


@click.command(
    cls=LazyGroup,
    places=PLACES,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=exits.HELP,
    invoke_without_command=True,
)
@click.version_option(__version__, "-V", "--version", prog_name="lag")
@click.pass_context
def program(context: click.Context) -> None:
    """Use Lag from a terminal or a script.

    A server, a room or a person is named by its name or by the start of its id. Lists are tables
    for people; --json and --query are for scripts. --query reads a list as a whole. What comes
    item by item it reads so: messages (`read`, `open`, `tail`), pages, history and events (`api`).
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def run(arguments: List[str]) -> int:
    """Run the command; return its exit code. No error leaves this function."""
    open_streams()
    unwind_on_sigterm()
    invocation = Invocation()
    code = exits.FAILED
    try:
        code = _invoke(arguments, invocation)
        if not code:
            sys.stdout.flush()
    except BrokenPipeError:
        code = exits.BROKEN_PIPE
    except KeyboardInterrupt:
        code = exits.INTERRUPTED
        if sys.stderr.isatty():
            click.echo(err=True)  # the terminal shows ^C, and the shell's prompt comes next
    except OSError as error:
        code = exits.OUTPUT
        _complain(invocation, code, describe_output_error(error))
    drop_output()
    return code


def _invoke(arguments: List[str], invocation: Invocation) -> int:
    try:
        if "_LAG_COMPLETE" in os.environ:  # a shell asks
            from lagclient.terminal.shells import add_shells

            add_shells()
            program.main(arguments, prog_name="lag", standalone_mode=False, obj=invocation)
            return 0
        # Not by `main`, because it ends the process when a pipe is broken.
        with program.make_context("lag", arguments, obj=invocation) as context:
            program.invoke(context)
        return 0
    except click.exceptions.Exit as end:
        return end.exit_code
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else exits.FAILED
    except BrokenPipeError:
        raise
    except (click.Abort, EOFError) as error:
        failure: BaseException = error
        code, message = exits.INTERRUPTED, "Interrupted"
    except click.ClickException as error:
        failure, code, message = error, error.exit_code, error.format_message()
    except LagAPIError as error:
        failure, code, message = error, exits.code_of(error), with_options(str(error))
    except OSError as error:
        sys.stdout.flush()  # fails if it is the output that cannot be written
        where = f"{error.filename}: " if error.filename else ""
        failure, code, message = error, exits.FAILED, f"{where}{error.strerror or error}"
    except RecursionError as error:
        failure, code, message = error, exits.FAILED, "The data is nested too deeply"
    except Exception as error:
        failure, code = error, exits.FAILED
        message = f"A bug of lag: {error!r}. Please report it"
    _complain(invocation, code, message, failure)
    return code


def _complain(
    invocation: Invocation, code: int, message: str, error: Optional[BaseException] = None
) -> None:
    """Write one error to the standard error: a line for people, or an object for scripts."""
    message = without_tokens(message)
    with contextlib.suppress(OSError, ValueError):
        if invocation.as_json:
            click.echo(json.dumps(_fields(code, message, error)), err=True)
            return
        if isinstance(error, click.UsageError) and error.ctx is not None:
            click.echo(error.ctx.get_usage(), err=True)
            if isinstance(error, click.NoSuchOption) and _has_words(error.ctx.command):
                message = message.rstrip(".") + "; words that begin with - follow --"
            between = "\n" if "\n" in message else " "
            message = message.rstrip(".") + f"{between}(try `{error.ctx.command_path} --help`)"
        message = f"lag: {printable(message)}"
        click.echo(_wrapped(message) if sys.stderr.isatty() else message, err=True)


def _has_words(command: click.Command) -> bool:
    """Return whether a command has an argument, so that a wrong option may be its text."""
    return any(isinstance(param, click.Argument) for param in command.params)


def _wrapped(message: str) -> str:
    """Return a message that breaks between words, at the width of the terminal."""
    import shutil
    from textwrap import fill

    width = max(shutil.get_terminal_size().columns, 20)
    lines = message.splitlines()
    return "\n".join(
        fill(one, width, break_long_words=False, break_on_hyphens=False) for one in lines
    )


def _fields(code: int, message: str, error: Optional[BaseException]) -> Dict[str, Any]:
    fields = {"error": exits.word_of(code), "message": message}
    if not isinstance(error, LagAPIError):
        return fields
    return {
        **fields,
        "code": error.code,
        "status": error.status,
        "outcome": error.outcome,
        "requestId": error.request_id,
        "route": error.route,
        "retryAfterSeconds": error.retry_after_seconds,
    }
