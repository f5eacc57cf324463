import { createServer, type Server } from 'node:net';

/** Below the ports that Linux gives to clients (from 32768 on), so that nobody gets one of these by chance. */
const FIRST = 21_000;
const BLOCKS = 49;
const BLOCK_SIZE = 20;

/** Ports on loopback that are one process's own until it releases them or ends. */
export interface Ports {
  readonly ports: readonly number[];
  release(): void;
}

/**
 * Reserves ports for programs that are told theirs. Test files run in several processes at once: whoever listens on a block's
 * first port has the block, and the others are tried, for something else may be there.
 */
export async function reservePorts(count: number): Promise<Ports> {
  if (count >= BLOCK_SIZE) throw new Error(`a block has ${BLOCK_SIZE - 1} ports, ${count} are asked for`);
  for (let turn = 0; turn < BLOCKS; turn++) {
    const base = FIRST + ((process.pid + turn) % BLOCKS) * BLOCK_SIZE;
    const lock = await listen(base);
    if (lock === undefined) continue;
    const ports = Array.from({ length: count }, (_, index) => base + 1 + index);
    if (await allFree(ports)) return { ports, release: () => lock.close() };
    lock.close();
  }
  throw new Error(`no ${count} ports in a row are free from ${FIRST} on`);
}

async function allFree(ports: readonly number[]): Promise<boolean> {
  for (const port of ports) {
    const server = await listen(port);
    if (server === undefined) return false;
    await new Promise((resolve) => server.close(resolve));
  }
  return true;
}

function listen(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer().unref();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1' }, () => resolve(server));
  });
}
