-- What the scripts of workers share; it stands before each of them.
--
-- The events of a room are a list, in their order. While a list has events, the stream of rooms has
-- exactly one entry for it. A worker that owns the entry handles the first event of the list.
-- KEYS: the stream of rooms, the hash `place`. ARGV: the first part of the keys of lists, the worker.

local ROOMS, PLACE, LISTS, WORKER, GROUP = KEYS[1], KEYS[2], ARGV[1], ARGV[2], 'workers'

-- Return how often an entry was begun; nil if this worker does not own it.
local function times_begun(id)
  local pending = redis.call('XPENDING', ROOMS, GROUP, id, id, 1, WORKER)
  return pending[1] and pending[1][4]
end

local function room_of(id)
  local entry = redis.call('XRANGE', ROOMS, id, id)
  return entry[1] and entry[1][2][2]
end

local function first_of(room)
  return room and redis.call('LINDEX', LISTS .. room, 0)
end

-- Say that the events of the arguments are still being handled; return those of other workers.
local function renew(first)
  local lost = {}
  for i = first, #ARGV do
    if times_begun(ARGV[i]) then
      redis.call('XCLAIM', ROOMS, GROUP, WORKER, 0, ARGV[i], 'JUSTID')
    else
      table.insert(lost, ARGV[i])
    end
  end
  return lost
end

-- End the turn of a room: it queues again, behind the others, if it has events left.
local function requeue(id, room)
  redis.call('XACK', ROOMS, GROUP, id)
  redis.call('XDEL', ROOMS, id)
  if room and redis.call('EXISTS', LISTS .. room) == 1 then
    redis.call('XADD', ROOMS, '*', 'room', room)
  end
end

-- Append the first event of a room whose entry this worker owns.
local function append(heads, id)
  local times = times_begun(id)
  if not times then return end
  local room = room_of(id)
  local event = first_of(room)
  if event then table.insert(heads, {id, room, times, event})
  else requeue(id, room) end
end

-- Remove the first event of a room, and end the room's turn.
local function remove(id, room)
  if redis.call('LPOP', LISTS .. room) then redis.call('HINCRBY', PLACE, 'waiting', -1) end
  requeue(id, room)
end

-- Changes of the state are arguments: each name, its old value and its new one ('': not set).

-- If other values are set than the old ones: -1, and all names with their values; else nil.
local function conflict(first)
  local now, is_other = {-1}, false
  for i = first, #ARGV, 3 do
    local value = redis.call('HGET', KEYS[3], ARGV[i]) or ''
    is_other = is_other or value ~= ARGV[i + 1]
    table.insert(now, ARGV[i])
    table.insert(now, value)
  end
  return is_other and now or nil
end

local function write(first)
  for i = first, #ARGV, 3 do
    if ARGV[i + 2] == '' then redis.call('HDEL', KEYS[3], ARGV[i])
    else redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 2]) end
  end
end
