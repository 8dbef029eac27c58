-- Take the lease of a robot's stream, or prolong it.
--
-- The holder stays in the hash after its lease has ended. So a process that was paused can neither
-- move the cursor nor relay events once another one has had the lease.
-- KEYS: the lease, the hash `place`. ARGV: the token of the process, lease_ms, 'take' or 'renew'.
-- Returns 1, the text of the cursor and the number of the last event; 0 if another process has it.

local holder = redis.call('HGET', KEYS[2], 'holder')
-- Another process may have moved the cursor and ended.
if ARGV[3] == 'renew' and holder and holder ~= ARGV[1] then return {0, '', 0} end
local leader = redis.call('GET', KEYS[1])
if leader and leader ~= ARGV[1] then return {0, '', 0} end
-- A Redis whose memory is full still allows to prolong it.
if leader then redis.call('PEXPIRE', KEYS[1], ARGV[2])
else redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) end
if holder ~= ARGV[1] then redis.call('HSET', KEYS[2], 'holder', ARGV[1]) end
local place = redis.call('HMGET', KEYS[2], 'text', 'number')
return {1, place[1] or '', tonumber(place[2] or 0)}
