import { createServer, connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export interface FlakyProxy {
  readonly port: number;
  /** Breaks every connection there is, with whatever is under way on it; answers how many there were. */
  cut(): number;
  /** As a cable pulled out: what is on its way on the connections there are comes to nothing, and nobody is told. */
  silence(): void;
  /** Whether it takes connections and passes nothing on. */
  deaf: boolean;
  close(): Promise<void>;
}

/** Passes TCP on to `port` of this machine, until it is told not to. */
export async function flakyProxy(host: string, port: number): Promise<FlakyProxy> {
  const sockets = new Set<Socket>();
  const proxy = { deaf: false };
  const server = createServer((inward) => {
    if (proxy.deaf) {
      sockets.add(inward.resume());
      inward.on('error', () => undefined).on('close', () => sockets.delete(inward));
      return;
    }
    const outward = connect(port, host);
    for (const [socket, other] of [
      [inward, outward],
      [outward, inward],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): number => {
    const count = sockets.size / 2;
    for (const socket of sockets) socket.destroy();
    return count;
  };
  const silence = (): void => {
    for (const socket of sockets) socket.unpipe().resume();
  };
  return Object.assign(proxy, {
    port: (server.address() as AddressInfo).port,
    cut,
    silence,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  });
}
