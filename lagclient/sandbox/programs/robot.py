from lagclient import Client

# Robot API keys (lag_robot_*) use the same Client.
with Client(token="lag_robot_abcd1234_...") as bot:
    me = bot.identity()
    print(me.display_name, me.permissions)

    bot.servers.rooms.messages.send(
        me.server_id, "room_id", content="Hello from a robot"
    )
