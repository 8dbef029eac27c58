-- Take an event whose worker gives no sign any more; set those aside that were begun too often.
--
-- KEYS[3]: the hash of the state, KEYS[4]: the stream of dead events. ARGV: idle_ms, how often an event may be begun, how many dead
-- events are kept.
-- Returns what `heads.lua` does, and then the same of those that were set aside.

local next_id, heads, dead = '0-0', {}, {}
repeat
  local reply = redis.call('XAUTOCLAIM', ROOMS, GROUP, WORKER, ARGV[3], next_id, 'COUNT', 1)
  next_id = reply[1]
  local entry = reply[2][1]
  if entry then
    local id, room = entry[1], entry[2][2]
    local event, times = first_of(room), times_begun(id)
    if not event then
      requeue(id, room)
    elseif times > tonumber(ARGV[4]) then
      redis.call('XADD', KEYS[4], 'MAXLEN', '~', ARGV[5], '*',
        'room', room, 'begun', times - 1, 'event', event)
      table.insert(dead, {id, room, times - 1, event})
      remove(id, room)
    else
      table.insert(heads, {id, room, times, event})
    end
  end
until #heads > 0 or next_id == '0-0'
return {redis.call('HGETALL', KEYS[3]), heads, dead}
