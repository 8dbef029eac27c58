-- Save a cursor and changes of the state, unless another process has had the lease meanwhile.
--
-- KEYS: the lease, the hash `place`, the hash of the state. ARGV: the token of the process,
-- lease_ms, the text, then each name that changes with its value ('': not set).
-- Returns 1, or 0 if nothing was saved.

local holder = redis.call('HGET', KEYS[2], 'holder')
-- Without a holder, Redis has lost everything: then this process knows the place best.
if holder and holder ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[2], 'holder', ARGV[1], 'text', ARGV[3])
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
for i = 4, #ARGV, 2 do
  if ARGV[i + 1] == '' then redis.call('HDEL', KEYS[3], ARGV[i])
  else redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 1]) end
end
return 1
