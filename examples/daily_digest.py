"""Post the number of messages of each author in the last day; run it daily, for example by cron.

LAG_TOKEN=lag_robot_... LAG_ROOM=room_... python examples/daily_digest.py
"""

import os
from collections import Counter
from datetime import datetime, timedelta, timezone

from lagclient import Client


def main():
    since = datetime.now(timezone.utc) - timedelta(days=1)
    with Client() as client:
        me = client.identity()
        here = me.server_id, os.environ["LAG_ROOM"]
        writers = Counter()
        for page in client.servers.rooms.messages.paginate(*here, limit=100):
            recent = [m for m in page if m.created_at >= since and m.robot_id != me.id]
            writers.update(m.username for m in recent)
            # Each page is older than the one before; the order on a page may vary.
            if any(m.created_at < since for m in page):
                break
        lines = [f"{name}: {count}" for name, count in writers.most_common(10)]
        text = "\n".join(["Messages of the last day:", *(lines or ["none"])])
        client.servers.rooms.messages.send(*here, content=text)


if __name__ == "__main__":
    main()
