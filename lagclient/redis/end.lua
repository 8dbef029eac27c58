-- End the turns of requests: after the response, or because the request was not sent.
--
-- KEYS: the hash of each place, as in take.lua. ARGV: for each key: place, window_ms (-1: not sent).

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

for i, key in ipairs(KEYS) do
  local place, window = ARGV[2 * i - 1], tonumber(ARGV[2 * i])
  -- A place that is gone has been passed by the next one.
  if redis.call('HEXISTS', key, place) == 1 then
    redis.call('HSET', key, place, window < 0 and 'g0' or 'f' .. string.format('%.0f', now + window))
  end
end
