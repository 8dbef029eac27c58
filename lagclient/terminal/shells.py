"""Completion of bash and fish: each name is inserted as one word that is not evaluated.

Names are chosen by others: a room may be called `$(rm -rf ~)`. zsh quotes what it inserts, because
click calls its `compadd` without `-Q`. fish quotes too, but click's script cuts a name at a comma.
bash inserts the text as it is, and click's script takes away backslashes and expands `*`.
"""

from __future__ import annotations

import os
import re
from typing import Any, Tuple

from click.shell_completion import (
    BashComplete,
    FishComplete,
    add_completion_class,
    split_arg_string,
)

# Only bash 4.4 has `nosort`.
_BASH = """\
%(complete_func)s() {
    local line response
    COMPREPLY=()
    response=$(IFS=$'\\n'; env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD="$COMP_CWORD" \\
        COMP_WORD="${COMP_WORDS[COMP_CWORD]}" %(complete_var)s=bash_complete "$1")
    while IFS= read -r line; do
        case $line in
            dir,*) compopt -o dirnames ;;
            file,*) compopt -o default ;;
            plain,*) COMPREPLY+=("${line#plain,}") ;;
        esac
    done <<< "$response"
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""

_FISH = """\
function %(complete_func)s;
    set -l response (env %(complete_var)s=fish_complete COMP_WORDS=(commandline -cp) \\
COMP_CWORD=(commandline -t) %(prog_name)s);
    for completion in $response;
        set -l metadata (string split --max 1 "," -- $completion);
        if test $metadata[1] = "dir";
            __fish_complete_directories $metadata[2];
        else if test $metadata[1] = "file";
            __fish_complete_path $metadata[2];
        else if test $metadata[1] = "plain";
            printf '%%s\\n' $metadata[2];
        end;
    end;
end;

complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)";
"""

_OUTSIDE = re.compile(r"([^\w%+,./-])")
_CHUNK = re.compile(r"\\.|'[^']*'|\"(?:\\.|[^\"\\])*\"|[^'\"\\]", re.DOTALL)


class Bash(BashComplete):
    """Completion of bash, which inserts words as they are."""

    source_template = _BASH

    def format_completion(self, item: Any) -> str:
        """Return the line of one word, quoted for the place where bash inserts it."""
        value = item.value
        if item.type == "plain":
            before, quote = _open_quote(os.environ.get("COMP_WORD", ""))
            # Inside of an open quote, bash replaces only what follows the quote.
            value = _quoted(value[len(before) :], quote)
        return f"{item.type},{value}"


class Fish(FishComplete):
    """Completion of fish, which quotes by itself."""

    source_template = _FISH


def _open_quote(word: str) -> Tuple[str, str]:
    """Return the quote that a word leaves open, and the text before it; two empty texts if none."""
    end = 0
    while end < len(word):
        chunk = _CHUNK.match(word, end)
        if chunk is None:
            break
        end = chunk.end()
    if word[end : end + 1] not in ("'", '"'):
        return "", ""
    return "".join(split_arg_string(word[:end])), word[end]


def _quoted(value: str, quote: str) -> str:
    if not quote:
        return _OUTSIDE.sub(r"\\\1", value)
    if quote == "'":
        text = value.replace("'", "'\\''")
    else:
        # A backslash does not take the meaning from a `!`, which bash replaces by an old command.
        text = re.sub(r'([\\"$`])', r"\\\1", value).replace("!", "\"'!'\"")
    # bash adds the closing quote, but not after another one.
    return text + quote if text.endswith(quote) else text


def add_shells() -> None:
    """Have click use these classes."""
    add_completion_class(Bash)
    add_completion_class(Fish)
