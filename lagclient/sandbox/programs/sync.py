from lagclient import Client

with Client(token="lag_pat_...") as client:
    who = client.identity()
    print(f"Hello, {who.display_name}")

    for server in client.servers.list():
        print(server.name)
