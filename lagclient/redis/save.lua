-- Save a cursor, unless another process has had the lease meanwhile.
--
-- KEYS: the lease, the hash `place`. ARGV: the token of the process, lease_ms, the text.
-- Returns 1, or 0 if nothing was saved.

local holder = redis.call('HGET', KEYS[2], 'holder')
-- Without a holder, Redis has lost everything: then this process knows the place best.
if holder and holder ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[2], 'holder', ARGV[1], 'text', ARGV[3])
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
