-- Save changes of the state that belong to no event; without changes, return the state.
--
-- KEYS[3]: the hash of the state, KEYS[4]: a key of these changes, which makes a second try harmless
-- if only the response was lost. ARGV: changes of the state.
-- Returns the state; or 1 or a conflict.

if #ARGV < 3 then return redis.call('HGETALL', KEYS[3]) end
if redis.call('EXISTS', KEYS[4]) == 1 then return {1} end
local now = conflict(3)
if now then return now end
write(3)
redis.call('SET', KEYS[4], '', 'EX', 3600)
return {1}
