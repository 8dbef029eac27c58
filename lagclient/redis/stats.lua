-- Count events. KEYS[3]: the stream of dead events, KEYS[4]: the lease.
-- Returns: waiting and in flight together, in flight, the age of the oldest in ms (-1: no event),
-- dead ones, workers, and the worker that has the lease.

local time = redis.call('TIME')
local oldest
for _, entry in ipairs(redis.call('XRANGE', ROOMS, '-', '+')) do
  local event = first_of(entry[2][2])
  local at = event and tonumber(string.match(event, '^%d+'))
  if at and (not oldest or at < oldest) then oldest = at end
end
local in_flight, workers = 0, 0
if redis.call('EXISTS', ROOMS) == 1 then
  local summary = redis.pcall('XPENDING', ROOMS, GROUP)
  if not summary.err then
    in_flight = summary[1]
    workers = #redis.call('XINFO', 'CONSUMERS', ROOMS, GROUP)
  end
end
return {
  tonumber(redis.call('HGET', PLACE, 'waiting') or 0), in_flight,
  oldest and time[1] * 1000 + math.floor(time[2] / 1000) - oldest or -1,
  redis.call('XLEN', KEYS[3]), workers, redis.call('GET', KEYS[4]) or ''
}
