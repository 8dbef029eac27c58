-- Decide whether this worker makes a call of a timer.
--
-- KEYS: the hash of timers. ARGV: the name, the time of the call in ms, the least time since the
-- last one in ms. Returns 1 or 0.

local last = redis.call('HGET', KEYS[1], ARGV[1])
if last and ARGV[2] - last < tonumber(ARGV[3]) then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return 1
