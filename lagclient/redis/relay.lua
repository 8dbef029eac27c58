-- Append an event to the list of its room, and move the cursor over it.
--
-- ARGV: the token of the process, the number of the event, its id ('': none), the room, the event.
-- Returns the number of events that wait; -1 if nothing was done, because another process has had
-- the lease, or because Redis lost what was written last, so the event before is missing.

local place = redis.call('HMGET', PLACE, 'holder', 'number', 'waiting')
local number, last = tonumber(ARGV[4]), tonumber(place[2] or 0)
if place[1] ~= ARGV[3] then return -1 end
-- It was relayed before, and only the response was lost.
if last == number then return tonumber(place[3] or 0) end
if last ~= number - 1 then return -1 end
redis.call('HSET', PLACE, 'number', number)
if ARGV[5] ~= '' then redis.call('HSET', PLACE, 'text', ARGV[5]) end
local time = redis.call('TIME')
local event = string.format('%d %d ', time[1] * 1000 + math.floor(time[2] / 1000), number) .. ARGV[7]
if redis.call('RPUSH', LISTS .. ARGV[6], event) == 1 then
  redis.call('XADD', ROOMS, '*', 'room', ARGV[6])
end
return redis.call('HINCRBY', PLACE, 'waiting', 1)
