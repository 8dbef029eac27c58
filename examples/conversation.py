"""A conversation: !order asks for a size and for toppings, and sums up.

LAG_ROBOT_KEY=lag_robot_... python examples/conversation.py
"""

from lagclient import Bot, CommandError, Context

SIZES = ("small", "large")
bot = Bot()


@bot.command("order", timeout_seconds=300)
async def order(ctx: Context) -> None:
    """Order a pizza, step by step."""
    try:
        size = await ask(ctx, f"Which size, {' or '.join(SIZES)}?")
        while size not in SIZES:
            size = await ask(ctx, f"Please write {' or '.join(SIZES)}.")
        toppings = await ask(ctx, "Which toppings?")
    except TimeoutError:
        raise CommandError("No answer, no pizza. Try !order again.") from None
    await ctx.reply(f"A {size} pizza with {toppings} for {ctx.event.data.sender_name}.", quote=True)


async def ask(ctx: Context, question: str) -> str:
    answer = await ctx.ask(question, timeout_seconds=60)
    return (answer.data.content or "").strip().lower()


if __name__ == "__main__":
    bot.run()
