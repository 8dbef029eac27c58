-- Say that events are still being handled. ARGV: the ids of the entries.
-- Returns those that this worker does not own any more.

return renew(3)
