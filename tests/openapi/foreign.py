"""Send a message with a client that openapi-python-client writes from ``openapi.json``.

python tests/openapi/foreign.py
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from lagclient import Client
from lagclient.sandbox import Sandbox

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Generate the client, send with it, and read the message with ours."""
    with tempfile.TemporaryDirectory() as folder, Sandbox() as lag:
        tool = Path(sys.executable).with_name("openapi-python-client")
        subprocess.run(
            [
                *(tool, "generate", "--path", ROOT / "openapi.json", "--meta", "none"),
                *("--output-path", Path(folder) / "foreign"),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        sys.path.insert(0, folder)
        send = import_module("foreign.api.servers_rooms_messages.servers_rooms_messages_send")
        client = import_module("foreign.client").AuthenticatedClient(lag.url, lag.token)
        body = import_module("foreign.models").ServersRoomsMessagesSendBody(content="From afar")
        sent = send.sync(lag.server_id, lag.room_id, client=client, body=body)
        with Client(base_url=lag.url, token=lag.token) as ours:
            newest = ours.servers.rooms.messages.list(lag.server_id, lag.room_id)[0]
    if (newest.id, newest.content) != (sent.id, "From afar"):
        sys.exit(f"the message is not there: {sent}")
    print(f"A client that openapi-python-client wrote has sent {sent.id}")


if __name__ == "__main__":
    main()
