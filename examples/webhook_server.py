"""A robot that receives its events by webhook, at port 8000 of this machine.

LAG_TOKEN=lag_robot_... LAG_WEBHOOK_SECRET=whsec_... python examples/webhook_server.py
"""

import os

from lagclient import Bot

bot = Bot(
    source="webhook",
    secret=os.environ["LAG_WEBHOOK_SECRET"],
    port=int(os.environ.get("PORT", "8000")),
)


@bot.command("ping")
async def ping(ctx):
    """Reply with pong."""
    await ctx.reply("pong")


@bot.on("room.created")
async def first(event):
    await bot.send(event, f"First! Welcome to {event.data.name}.")


if __name__ == "__main__":
    bot.run()
