-- Join the workers of a robot. ARGV: the id of the robot, idle_ms.
-- Returns 1, or 0 if the keys belong to another robot.

redis.call('HSETNX', PLACE, 'robot', ARGV[3])
if redis.call('HGET', PLACE, 'robot') ~= ARGV[3] then return 0 end
redis.pcall('XGROUP', 'CREATE', ROOMS, GROUP, '0', 'MKSTREAM')
redis.call('XGROUP', 'CREATECONSUMER', ROOMS, GROUP, WORKER)
-- Workers that died are forgotten once others have taken what they owned.
for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', ROOMS, GROUP)) do
  local is = {}
  for i = 1, #consumer, 2 do is[consumer[i]] = consumer[i + 1] end
  if is.pending == 0 and is.idle > tonumber(ARGV[4]) then
    redis.call('XGROUP', 'DELCONSUMER', ROOMS, GROUP, is.name)
  end
end
return 1
