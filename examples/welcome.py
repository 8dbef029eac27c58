"""Welcome new members in a room, and say goodbye to members who leave.

LAG_ROBOT_KEY=lag_robot_... LAG_ROOM=room_... python examples/welcome.py
"""

import os

from lagclient import Bot, MemberJoinEvent, MemberLeaveEvent

bot = Bot(cursor="welcome.cursor")  # members who join while it is stopped are welcomed later


@bot.on(MemberJoinEvent)
async def welcome(event: MemberJoinEvent) -> None:
    await bot.send(os.environ["LAG_ROOM"], f"Welcome, {event.data.username}!")


@bot.on(MemberLeaveEvent)
async def goodbye(event: MemberLeaveEvent) -> None:
    await bot.send(os.environ["LAG_ROOM"], f"{event.data.username} has left us.")


if __name__ == "__main__":
    bot.run()
