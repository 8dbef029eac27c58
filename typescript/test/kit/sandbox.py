"""A sandbox for the tests of another language: it ends when standard input does.

It prints its address and tokens as one line of JSON, and then answers each line of standard input,
``[method, ...arguments]`` of the `Sandbox`, by a line of JSON.

Usage: sandbox.py '{"faults": ["drop_after:servers.rooms.messages.send:0.2"], "seed": 1}'
"""

import json
import sys

from lagclient.sandbox import Counters, Faults, Sandbox, Ticking

options = json.loads(sys.argv[1]) if len(sys.argv) > 1 else {}
faults = Faults(options.pop("faults", ()), seed=options.pop("seed", 0))
if options.pop("counters", False):
    options.update(ids=Counters(), clock=Ticking())
with Sandbox(faults=faults, **options) as lag:
    names = ("url", "token", "robot_key", "server_id", "room_id", "tokens")
    print(json.dumps({name: getattr(lag, name) for name in names}), flush=True)
    for line in sys.stdin:
        method, *arguments = json.loads(line)
        result = dict(lag.struck) if method == "struck" else getattr(lag, method)(*arguments)
        print(json.dumps(result), flush=True)
