"""Moderation with a vote: !vote mira spam. Three members decide; the owner hears of it.

LAG_ROBOT_KEY=lag_robot_... python examples/vote.py
"""

from typing import Dict

from lagclient import Bot, Context, RoomMessageEvent, ServerMember

QUORUM = 3
bot = Bot(cursor="vote.cursor")


@bot.check
async def is_member(ctx: Context) -> bool:
    return ctx.event.data.user_id is not None


@bot.command("vote", cooldown_seconds=60)
async def vote(ctx: Context, member: ServerMember, *, reason: str = "no reason") -> None:
    """Vote on a warning: !vote mira spam. Answer with yes or no within five minutes."""
    await ctx.reply(f"Shall {member.username} be warned ({reason})? Write yes or no.")
    votes: Dict[str, bool] = {}

    def is_vote(event: RoomMessageEvent) -> bool:
        is_here = event.data.room_id == ctx.event.data.room_id
        return is_here and (event.data.content or "").lower() in ("yes", "no")

    try:
        while len(votes) < QUORUM:
            ballot = await bot.wait_for(RoomMessageEvent, check=is_vote, timeout_seconds=300)
            if ballot.data.user_id is not None:  # the last word of a member counts
                votes[ballot.data.user_id] = (ballot.data.content or "").lower() == "yes"
    except TimeoutError:
        await ctx.reply("Too few votes.")
        return
    if sum(votes.values()) * 2 <= len(votes):
        await ctx.reply(f"No warning for {member.username}.")
        return
    members = await ctx.client.servers.members.list(bot.server_id)
    owner = next(m.username for m in members if m.role == "owner")
    await ctx.reply(f"@{owner}: the room asks you to warn {member.username} ({reason}).")


if __name__ == "__main__":
    bot.run()
