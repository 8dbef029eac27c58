-- End an event or prolong its lease, where this process still handles it.
--
-- KEYS: a key for each name of the event. ARGV: the token of the process, the new value ('': none),
-- how long it is kept in ms.

for _, key in ipairs(KEYS) do
  local value = redis.call('GET', key)
  -- An event that was handled stays handled, also if its lease had ended before.
  if ARGV[2] == 'handled' or value == ARGV[1] then
    if ARGV[2] == '' then redis.call('DEL', key)
    else redis.call('SET', key, ARGV[2], 'PX', ARGV[3]) end
  end
end
