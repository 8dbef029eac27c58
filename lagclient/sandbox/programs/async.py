import asyncio
from lagclient import AsyncClient

async def main() -> None:
    async with AsyncClient(token="lag_pat_...") as client:
        me = await client.users.me()
        async for page in client.servers.paginate():
            for server in page.items:
                print(server.name)

asyncio.run(main())
