"""Commands with arguments, plain functions, and errors that do not stop the robot. Try !help.

LAG_TOKEN=lag_robot_... python examples/commands.py
"""

import random
import time

from lagclient import Bot

bot = Bot(cursor="commands.cursor")  # a restarted robot continues after the last event


@bot.command("ping")
async def ping(ctx):
    """Reply with pong."""
    await ctx.reply("pong")


@bot.command("roll")
async def roll(ctx):
    """Roll a die: !roll, or !roll 20."""
    sides = int(ctx.args[0]) if ctx.args else 6  # an error here is logged; the robot continues
    await ctx.reply(f"{ctx.event.data.sender_name} rolls {random.randint(1, sides)}")


@bot.command("remind")
def remind(ctx):
    """Say something a second later: !remind tea is ready."""
    time.sleep(1)  # a plain function runs in its own thread
    ctx.reply(f"Remember: {ctx.text}")


if __name__ == "__main__":
    bot.run()
