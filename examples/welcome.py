"""Welcome new members in a room, and say goodbye to members who leave.

LAG_TOKEN=lag_robot_... LAG_ROOM=room_... python examples/welcome.py
"""

import os
from typing import Union

from lagclient import Bot, MemberJoinEvent, MemberLeaveEvent

bot = Bot(cursor="welcome.cursor")  # members who join while it is stopped are welcomed later


async def say(event: Union[MemberJoinEvent, MemberLeaveEvent], text: str) -> None:
    messages = bot.client.servers.rooms.messages
    await messages.send(event.server_id or "", os.environ["LAG_ROOM"], content=text)


@bot.on(MemberJoinEvent)
async def welcome(event: MemberJoinEvent) -> None:
    await say(event, f"Welcome, {event.data.username}!")


@bot.on(MemberLeaveEvent)
async def goodbye(event: MemberLeaveEvent) -> None:
    await say(event, f"{event.data.username} has left us.")


if __name__ == "__main__":
    bot.run()
