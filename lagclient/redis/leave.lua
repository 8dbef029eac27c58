-- Give back what was not handled, and leave the workers. ARGV: idle_ms, the ids of the entries.

for i = 4, #ARGV do
  local times = times_begun(ARGV[i])
  if times == 1 then
    requeue(ARGV[i], room_of(ARGV[i]))
  elseif times then
    -- It was begun before, and this time does not count.
    redis.call('XCLAIM', ROOMS, GROUP, WORKER, 0, ARGV[i],
      'IDLE', ARGV[3], 'RETRYCOUNT', times - 1, 'JUSTID')
  end
end
-- With its consumer, Redis would forget that its entries are pending.
if #redis.call('XPENDING', ROOMS, GROUP, '-', '+', 1, WORKER) == 0 then
  redis.pcall('XGROUP', 'DELCONSUMER', ROOMS, GROUP, WORKER)
end
