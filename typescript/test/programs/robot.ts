import { LagClient } from '@lagapp/sdk';

// Robot API keys (lag_robot_*) use the same LagClient.
const bot = new LagClient({ token: 'lag_robot_abcd1234_...' });

const me = await bot.identity();
console.log(me.displayName, me.permissions);

// biome-ignore lint/style/noNonNullAssertion: the product page has it
await bot.servers.rooms.messages.send(me.serverId!, 'room_id', {
  content: 'Hello from a robot',
});
