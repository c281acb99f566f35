/** Where the embedded PostgreSQL listens, and how it is written as an address. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdirSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Address {
  host: string;
  port: number;
}

export function connectionUrl(address: Address, password: string, database: string): string {
  const userinfo = `tidings:${password}`;
  return address.host.startsWith('/')
    ? `postgresql://${userinfo}@/${database}?host=${encodeURIComponent(address.host)}&port=${address.port}`
    : `postgresql://${userinfo}@${address.host}:${address.port}/${database}`;
}

/** A Unix socket where the path is short enough for one (107 bytes), else a free port on loopback. */
export async function listenAddress(folder: string): Promise<Address> {
  if (process.platform !== 'win32') {
    const inside = join(folder, 'socket');
    const host = inside.length < 85 ? inside : join(tmpdir(), `tidings-${randomBytes(6).toString('hex')}`);
    mkdirSync(host, { recursive: true });
    chmodSync(host, 0o700);
    return { host, port: 5432 };
  }
  const port = await new Promise<number>((done, fail) => {
    const probe = createServer().once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address() as { port: number };
      probe.close(() => done(free));
    });
  });
  return { host: '127.0.0.1', port };
}

/** Whether a server answers in the usual place of this folder. */
export async function isServed(folder: string): Promise<boolean> {
  const socket = connect(join(folder, 'socket', '.s.PGSQL.5432'));
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
