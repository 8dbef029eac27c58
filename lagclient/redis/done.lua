-- End an event that was handled, and save what it has changed in the state.
--
-- KEYS[3]: the hash of the state. ARGV: the id of the entry, the room, changes of the state.
-- Returns 1; 0 if another worker has taken the event, so that it decides; or a conflict.

if not times_begun(ARGV[3]) then return {0} end
local now = conflict(5)
if now then return now end
-- This is first, because a Redis whose memory is full allows it, and then also the rest.
remove(ARGV[3], ARGV[4])
write(5)
return {1}
