-- Read the first events of rooms whose entries this worker has read.
--
-- KEYS[3]: the hash of the state. ARGV: the ids of the entries.
-- Returns the state, and for each event: id, room, how often it was begun, event.

local heads = {}
for i = 3, #ARGV do
  local times = times_begun(ARGV[i])
  if times then
    local room = room_of(ARGV[i])
    local event = first_of(room)
    if event then table.insert(heads, {ARGV[i], room, times, event})
    else requeue(ARGV[i], room) end
  end
end
return {redis.call('HGETALL', KEYS[3]), heads}
