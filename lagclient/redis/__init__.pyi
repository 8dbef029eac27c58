"""The public names. Generated from `_EXPORTS` by `lagclient generate`."""

from lagclient.redis.cursor import RedisCursor as RedisCursor
from lagclient.redis.pacing import RedisPacer as RedisPacer
from lagclient.redis.rooms import WorkersStats as WorkersStats
from lagclient.redis.seen import RedisSeen as RedisSeen
from lagclient.redis.state import RedisState as RedisState
from lagclient.redis.workers import RedisWorkers as RedisWorkers

__all__ = [
    "RedisCursor",
    "RedisPacer",
    "RedisSeen",
    "RedisState",
    "RedisWorkers",
    "WorkersStats",
]
