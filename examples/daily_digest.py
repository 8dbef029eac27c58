"""Post the number of messages of each author in the last day, every morning.

LAG_ROBOT_KEY=lag_robot_... LAG_ROOM=room_... python examples/daily_digest.py
"""

import os
from collections import Counter
from datetime import timedelta

from lagclient import Bot

bot = Bot()


@bot.cron("0 9 * * *", tz="Europe/Berlin")  # times at which it does not run are left out
async def digest() -> None:
    me = await bot.client.identity()
    here = bot.server_id, os.environ["LAG_ROOM"]
    messages = bot.client.servers.rooms.messages
    writers: Counter[str] = Counter()
    newest = (await messages.list(*here, limit=1)).items
    since = newest[0].created_at - timedelta(days=1) if newest else None
    async for page in messages.paginate(*here, limit=100):
        if since is None:
            break
        recent = [m for m in page if m.created_at >= since]
        writers.update(m.username for m in recent if m.robot_id != me.id)
        # Each page is older than the one before; the order on a page may vary.
        if len(recent) < len(page.items):
            break
    lines = [f"{name}: {count}" for name, count in writers.most_common(10)]
    text = "\n".join(["Messages of the last day:", *(lines or ["none"])])
    await messages.send(*here, content=text)


if __name__ == "__main__":
    bot.run()
