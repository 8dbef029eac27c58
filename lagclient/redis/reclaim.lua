-- Take events that this worker owns and does not know, because a response was lost. If there is no
-- such event, take one whose worker gives no sign any more, and set aside those that were begun too
-- often.
--
-- KEYS[3]: the hash of the state, KEYS[4]: the stream of dead events. ARGV: idle_ms ('': take none
-- of other workers), how often an event may be begun, how many dead events are kept, and the ids of
-- the entries that this worker knows.
-- Returns what `heads.lua` does, then the same of those that were set aside, and the known ones that
-- this worker does not own any more.

local lost, known, heads, dead, next_id = renew(6), {}, {}, {}, '0-0'
for i = 6, #ARGV do known[ARGV[i]] = true end
for _, pending in ipairs(redis.call('XPENDING', ROOMS, GROUP, '-', '+', 2 * #ARGV, WORKER)) do
  if not known[pending[1]] then
    redis.call('XCLAIM', ROOMS, GROUP, WORKER, 0, pending[1], 'JUSTID')
    append(heads, pending[1])
  end
end
while ARGV[3] ~= '' and #heads == 0 do
  local reply = redis.call('XAUTOCLAIM', ROOMS, GROUP, WORKER, ARGV[3], next_id, 'COUNT', 1)
  next_id = reply[1]
  local entry = reply[2][1]
  if entry then
    append(heads, entry[1])
    local head = heads[1]
    if head and head[3] > tonumber(ARGV[4]) then
      local id, room, times, event = unpack(table.remove(heads))
      redis.call('XADD', KEYS[4], 'MAXLEN', '~', ARGV[5], '*',
        'room', room, 'begun', times - 1, 'event', event)
      table.insert(dead, {id, room, times - 1, event})
      remove(id, room)
    end
  end
  if next_id == '0-0' then break end
end
return {redis.call('HGETALL', KEYS[3]), heads, dead, lost}
