-- Join the workers of a robot. ARGV: the id of the robot, idle_ms.
-- Returns 1, or 0 if the keys belong to another robot.

local robot = redis.call('HGET', PLACE, 'robot')
if not robot then redis.call('HSET', PLACE, 'robot', ARGV[3])
elseif robot ~= ARGV[3] then return 0 end
-- Nothing is created twice, so a worker can join while the memory of Redis is full.
local created = redis.pcall('XGROUP', 'CREATE', ROOMS, GROUP, '0', 'MKSTREAM')
if created.err and redis.call('EXISTS', ROOMS) == 0 then return created end
redis.pcall('XGROUP', 'CREATECONSUMER', ROOMS, GROUP, WORKER)
-- Workers that died are forgotten once others have taken what they owned.
for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', ROOMS, GROUP)) do
  local is = {}
  for i = 1, #consumer, 2 do is[consumer[i]] = consumer[i + 1] end
  if is.pending == 0 and is.idle > tonumber(ARGV[4]) then
    redis.pcall('XGROUP', 'DELCONSUMER', ROOMS, GROUP, is.name)
  end
end
return 1
