import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A way to a server on which a client can be stopped in the middle of its work, whatever process it is. */
export interface Gate {
  readonly port: number;
  /**
   * What a client sends with this in it (read as latin1) stays here from now on, and whatever follows on the same
   * connection; all others pass.
   */
  hold(pattern: RegExp): Held;
  /** Resolves when a client has sent this, from now on. */
  sent(pattern: RegExp): Promise<void>;
  close(): Promise<void>;
}

export interface Held {
  /** Resolves when something stays here. */
  readonly caught: Promise<void>;
  /** How many connections wait. */
  count(): number;
  /** Lets through what stayed here, in order, and holds nothing more. */
  release(): void;
}

interface Hold {
  readonly pattern: RegExp;
  readonly waiting: Map<Socket, { readonly outward: Socket; readonly kept: Buffer[] }>;
  readonly caught: PromiseWithResolvers<void>;
}

/** Passes TCP on to a server of this machine. */
export async function openGate(host: string, port: number): Promise<Gate> {
  const sockets = new Set<Socket>();
  const watchers = new Set<{ readonly pattern: RegExp; readonly seen: () => void }>();
  let hold: Hold | undefined;

  const pass = (inward: Socket, outward: Socket, bytes: Buffer) => {
    const text = bytes.toString('latin1');
    for (const watcher of watchers) {
      if (!watcher.pattern.test(text)) continue;
      watchers.delete(watcher);
      watcher.seen();
    }
    const waiting = hold?.waiting.get(inward);
    if (waiting !== undefined) waiting.kept.push(bytes);
    else if (hold?.pattern.test(text) === true) {
      hold.waiting.set(inward, { outward, kept: [bytes] });
      hold.caught.resolve();
    } else outward.write(bytes);
  };

  const server = createServer((inward) => {
    const outward = connect(port, host);
    for (const [socket, other] of [
      [inward, outward],
      [outward, inward],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    inward.on('data', (bytes: Buffer) => pass(inward, outward, bytes));
    outward.pipe(inward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    hold(pattern) {
      if (hold !== undefined) throw new Error('one thing at a time is held');
      const mine: Hold = { pattern, waiting: new Map(), caught: Promise.withResolvers() };
      hold = mine;
      return {
        caught: mine.caught.promise,
        count: () => mine.waiting.size,
        release() {
          if (hold === mine) hold = undefined;
          for (const { outward, kept } of mine.waiting.values())
            for (const bytes of kept) outward.write(bytes);
          mine.waiting.clear();
        },
      };
    },
    sent: (pattern) => new Promise((seen) => watchers.add({ pattern, seen })),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
