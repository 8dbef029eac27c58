"""Welcome new members in a room, and say goodbye to members who leave.

LAG_TOKEN=lag_robot_... LAG_ROOM=room_... python examples/welcome.py
"""

import os

from lagclient import Bot

bot = Bot(cursor="welcome.cursor")  # members who join while it is stopped are welcomed later


async def say(event, text):
    messages = bot.client.servers.rooms.messages
    await messages.send(event.server_id, os.environ["LAG_ROOM"], content=text)


@bot.on("member.join")
async def welcome(event):
    await say(event, f"Welcome, {event.data.username}!")


@bot.on("member.leave")
async def goodbye(event):
    await say(event, f"{event.data.username} has left us.")


if __name__ == "__main__":
    bot.run()
