-- Read the first events of rooms whose entries this worker has read.
--
-- KEYS[3]: the hash of the state. ARGV: the ids of the entries.
-- Returns the state, and for each event: id, room, how often it was begun, event.

local heads = {}
for i = 3, #ARGV do append(heads, ARGV[i]) end
return {redis.call('HGETALL', KEYS[3]), heads}
