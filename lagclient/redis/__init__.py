"""Share a robot between processes through Redis (extra `redis`).

`RedisPacer` counts the limits of the API for all processes that use one key. `RedisSeen` remembers
webhooks for several receivers. `RedisCursor` and `RedisState` let another machine go on where this
one was. `RedisWorkers` hands the events of one robot to several processes.
"""

from lagclient.lazy import lazily

_EXPORTS = {
    "cursor": ("RedisCursor",),
    "pacing": ("RedisPacer",),
    "rooms": ("WorkersStats",),
    "seen": ("RedisSeen",),
    "state": ("RedisState",),
    "workers": ("RedisWorkers",),
}

__getattr__, __dir__, __all__ = lazily(__name__, _EXPORTS)
