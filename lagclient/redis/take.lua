-- Take a place in the queue of each limit, or ask again for places that were taken before.
--
-- KEYS: a hash for each limit. The field `last` has the number of the last place; the other fields
-- are places by number:
--   w<ms>  its request waits. If it has not asked again at this time, its process has died.
--   s<ms>  its request was sent. If no response is reported until then, its process has died.
--   f<ms>  the response has arrived; the place is free at this time.
--   g0     given back, because the request was not sent.
-- ARGV: lease_ms, grace_ms; then for each key: place (0: a new one), count, window_ms.
-- Returns the milliseconds to wait (0: send now), then the place in each queue.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local lease, grace = tonumber(ARGV[1]), tonumber(ARGV[2])
local longest, places, passed, widest = 0, {}, {}, 0

for i, key in ipairs(KEYS) do
  local place, count, window = tonumber(ARGV[3 * i]), tonumber(ARGV[3 * i + 1]), tonumber(ARGV[3 * i + 2])
  local own = place > 0 and redis.call('HGET', key, place)
  -- Others may have passed a place whose request asks too late, so it gets a new one.
  if not own or tonumber(string.sub(own, 2)) < now then
    place = redis.call('HINCRBY', key, 'last', 1)
  end
  places[i], passed[i], widest = place, {}, math.max(widest, window)
  local wait, before = 0, place - count
  while before > 0 do
    local value = redis.call('HGET', key, before)
    if not value then break end
    table.insert(passed[i], before)
    local state, left = string.sub(value, 1, 1), tonumber(string.sub(value, 2)) - now
    if state == 'f' then
      -- A longer time than the window means that the clock was set back.
      if left > 0 and left <= window then wait = wait + left end
      break
    elseif state == 's' then
      -- At the earliest, the response arrives now.
      if left > 0 and left <= lease then
        wait = wait + window
      elseif left <= 0 and left + window > 0 then
        wait = wait + left + window
      end
      break
    elseif state == 'w' and left > 0 then
      wait = wait + window
    end
    before = before - count
  end
  longest = math.max(longest, wait)
end

for i, key in ipairs(KEYS) do
  if longest == 0 then
    redis.call('HSET', key, places[i], 's' .. string.format('%.0f', now + lease))
    if #passed[i] > 0 then redis.call('HDEL', key, unpack(passed[i])) end
  else
    redis.call('HSET', key, places[i], 'w' .. string.format('%.0f', now + longest + grace))
  end
  redis.call('PEXPIRE', key, longest + grace + lease + widest)
end
return {longest, unpack(places)}
