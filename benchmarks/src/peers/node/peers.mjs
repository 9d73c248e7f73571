// Asks pid-port who listens, fkill to end it, and get-port for a free port. The line protocol is in ../README.md.
import net from 'node:net';
import readline from 'node:readline';
import fkill from 'fkill';
import getPort, {clearLockedPorts} from 'get-port';
import {portToPid} from 'pid-port';

const listenOnAny = () =>
  new Promise((resolve, reject) => {
    const server = net.createServer();
    server.on('error', reject);
    server.listen({port: 0, host: '127.0.0.1'}, () => {
      const {port} = server.address();
      server.close(() => resolve(port));
    });
  });

const operations = {
  async 'pid-port'(port) {
    return (await portToPid(port)) ?? 'none';
  },
  async fkill(port) {
    await fkill(`:${port}`);
    return 'done';
  },
  async 'fkill-wait'(port) {
    await fkill(`:${port}`, {waitForExit: 5000});
    return 'done';
  },
  async 'get-port'() {
    return getPort();
  },
  async 'get-port-one-host'() {
    return getPort({host: '127.0.0.1'});
  },
  'listen-0': listenOnAny,
};

const ask = async (operation, argument) => {
  try {
    return String(await operations[operation](argument));
  } catch (error) {
    return `ERR ${String(error.errors ?? error.message).split('\n')[0]}`;
  }
};

if (process.argv[2] === '--once') {
  console.log(await ask(process.argv[3], Number(process.argv[4])));
  process.exit();
}
for await (const line of readline.createInterface({input: process.stdin})) {
  const [operation, count, argument] = line.split(' ');
  const nanos = [];
  let answer = '';
  for (let i = 0; i < Number(count); i++) {
    const start = process.hrtime.bigint();
    answer = await ask(operation, Number(argument));
    nanos.push(process.hrtime.bigint() - start);
    clearLockedPorts();
  }
  nanos.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  console.log(`${nanos[nanos.length >> 1]} ${answer}`);
}
