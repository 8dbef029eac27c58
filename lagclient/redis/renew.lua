-- Say that events are still being handled. ARGV: the ids of the entries.
-- Returns those that this worker does not own any more.

local lost = {}
for i = 3, #ARGV do
  if times_begun(ARGV[i]) then
    redis.call('XCLAIM', ROOMS, GROUP, WORKER, 0, ARGV[i], 'JUSTID')
  else
    table.insert(lost, ARGV[i])
  end
end
return lost
