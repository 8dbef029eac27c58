-- Read the events of a room behind the one that a worker handles.
-- ARGV: the id of the entry, the room, how many. Returns the events; the worker must own the entry.

if not times_begun(ARGV[3]) then return {} end
return redis.call('LRANGE', LISTS .. ARGV[4], 1, ARGV[5])
