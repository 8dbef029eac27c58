"""Webhooks in a web application: with FastAPI, write `FastAPI` in place of `Starlette`.

LAG_ROBOT_KEY=lag_robot_... LAG_WEBHOOK_SECRET=whsec_... uvicorn webhook_app:app
"""

import contextlib
import os
from typing import AsyncGenerator

from starlette.applications import Starlette

from lagclient import Bot, Context, RoomCreatedEvent

bot = Bot(source="webhook", secret=os.environ["LAG_WEBHOOK_SECRET"], port=None)


@bot.command("ping")
async def ping(ctx: Context) -> None:
    """Reply with pong."""
    await ctx.reply("pong")


@bot.on(RoomCreatedEvent)
async def first(event: RoomCreatedEvent) -> None:
    await bot.send(event, f"First! Welcome to {event.data.name}.")


@contextlib.asynccontextmanager
async def lifespan(_: Starlette) -> AsyncGenerator[None, None]:
    async with bot:  # hooks, timers, and the end of running handlers
        yield


app = Starlette(lifespan=lifespan)
app.mount("/lag", bot.app())  # the address of the webhook is https://.../lag/
