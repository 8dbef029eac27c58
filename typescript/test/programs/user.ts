import { LagClient } from '@lagapp/sdk';

const client = new LagClient({ token: 'lag_pat_...' });

const who = await client.identity();
console.log(`Hello, ${who.displayName}`);

const servers = await client.servers.list();
for (const server of servers) {
  console.log(server.name);
}
