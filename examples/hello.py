"""The smallest robot: it says hello.

LAG_ROBOT_KEY=lag_robot_... python examples/hello.py
"""

from lagclient import Bot, Context

bot = Bot()


@bot.command("hello")
async def hello(ctx: Context) -> None:
    """Say hello."""
    await ctx.reply(f"Hello, {ctx.event.data.sender_name}!")


if __name__ == "__main__":
    bot.run()
