"""Commands with arguments, a check, a cooldown, and a plain function. Try !help, and !help roll.

LAG_ROBOT_KEY=lag_robot_... python examples/commands.py
"""

import random
import time
from enum import Enum
from typing import Optional

from lagclient import BlockingContext, Bot, Context, ServerMember

bot = Bot(cursor="commands.cursor", apology="Sorry, that did not work.")


class Colour(Enum):
    """What there is paint of."""

    RED = "#f00"
    GREEN = "#0f0"


@bot.command("ping", aliases=["p"])
async def ping(ctx: Context) -> None:
    """Reply with pong."""
    await ctx.reply("pong", quote=True)


@bot.command("roll", cooldown_seconds=1)
async def roll(ctx: Context, sides: int = 6) -> None:
    """Roll a die: !roll, or !roll 20."""
    await ctx.reply(f"{ctx.event.data.sender_name} rolls {random.randint(1, sides)}")


@bot.command("paint")
async def paint(ctx: Context, colour: Colour, *, what: str = "the fence") -> None:
    """Paint something: !paint red the old door."""
    await ctx.reply(f"{what} is {colour.value} now")


@bot.command("hug", role="admin")
async def hug(ctx: Context, member: Optional[ServerMember]) -> None:
    """Hug a member: !hug @mira."""
    await ctx.reply(f"*hugs {member.username if member else 'everyone'}*")


@bot.command("remind")
def remind(ctx: BlockingContext, seconds: float, *, text: str) -> None:
    """Say something later: !remind 5 tea is ready."""
    time.sleep(min(seconds, 60))  # a plain function runs in a thread of its own
    ctx.reply(f"Remember: {text}")


if __name__ == "__main__":
    bot.run()
