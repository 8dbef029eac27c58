-- Give a lease back, if this process has it. KEYS: the lease. ARGV: the token of the process.

if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
