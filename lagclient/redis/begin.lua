-- Begin to handle an event, unless another process handles it or has handled it.
--
-- KEYS: a key for each name of the event. ARGV: the token of the process, lease_ms.
-- Returns 'new', 'running' or 'handled'.

local result = 'new'
for _, key in ipairs(KEYS) do
  local value = redis.call('GET', key)
  if value == 'handled' then return 'handled' end
  if value then result = 'running' end
end
if result == 'new' then
  for _, key in ipairs(KEYS) do redis.call('SET', key, ARGV[1], 'PX', ARGV[2]) end
end
return result
