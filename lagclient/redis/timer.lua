-- Decide whether this worker makes a call of a timer.
--
-- KEYS: the hash of timers. ARGV: the name, the time of the call in ms ('': now, by the clock of
-- Redis, because those of workers differ), the least time since the last one in ms, a name of this
-- question, which makes a second try harmless if only the response was lost. Returns 1 or 0.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local at, least, day = tonumber(ARGV[2]), tonumber(ARGV[3]), 24 * 60 * 60 * 1000
local value = redis.call('HGET', KEYS[1], ARGV[1])
if value then
  local last, question = string.match(value, '^(%d+) (.*)$')
  if question == ARGV[4] then return 1 end
  -- A call that is further ahead means that a clock was wrong, and was set back.
  local is_ahead = last - now > (at and day or least)
  if (at or now) - last < least and not is_ahead then return 0 end
end
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f %s', at or now, ARGV[4]))
return 1
