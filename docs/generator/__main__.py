"""Write the copies in the pages of docs/, and the index of methods.

``python -m docs.generator`` writes them; with ``--check`` it compares them.
"""

from __future__ import annotations

import sys

from docs.generator.copies import ROOT, written


def main() -> None:
    """Write what has changed; with ``--check``, end with status 1 instead."""
    stale = {
        path: text
        for path, text in written().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    }
    check = "--check" in sys.argv[1:]
    for path, text in stale.items():
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        sys.stdout.write(
            f"{'stale' if check else 'wrote'} {path.relative_to(ROOT)}\n"
        )
    if check and stale:
        raise SystemExit("run `python -m docs.generator` and commit what it writes")


if __name__ == "__main__":
    main()
