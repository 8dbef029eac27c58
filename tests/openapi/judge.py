"""Let schemathesis, a program of others, try the sandbox by ``openapi.json``.

    python tests/openapi/judge.py --max-examples 100

Every check of schemathesis is on but `positive_data_acceptance`, for which `hooks.py` has a check
that knows the rules that a schema cannot say. Streams have no end, so they are left out.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from lagclient import Client
from lagclient.sandbox import Sandbox

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Run schemathesis against a sandbox; return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--max-examples", type=int, default=5, help="Cases of each operation.")
    parser.add_argument("--seed", type=int, default=1, help="Seed of the cases.")
    options = parser.parse_args()
    with Sandbox(rate_limits=False) as lag:
        with Client(token=lag.tokens["mira"], base_url=lag.url) as mira:
            user_id = mira.users.me().id
        command = [
            *(str(Path(sys.executable).with_name("st")), "run", str(ROOT / "openapi.json")),
            *("--url", lag.url, "--checks", "all"),
            *("--exclude-checks", "positive_data_acceptance"),
            *("--exclude-path-regex", "/sse$"),
            *("--max-examples", str(options.max_examples), "--seed", str(options.seed)),
        ]
        environment = {
            **os.environ,
            "LAG_TOKEN": lag.token,
            "LAG_ROBOT_KEY": lag.robot_key,
            "LAG_SERVER_ID": lag.server_id,
            "LAG_ROOM_ID": lag.room_id,
            "LAG_USER_ID": user_id,
            "SCHEMATHESIS_HOOKS": "tests.openapi.hooks",
            "PYTHONPATH": str(ROOT),
        }
        return subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
