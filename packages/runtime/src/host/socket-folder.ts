import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ServiceName } from '../service/platform.ts';

/** `sun_path` holds 108 bytes on Linux, the closing NUL included (104 on BSD and macOS). */
const LONGEST_PATH = 103;

const LONGEST_NAME = 'notification.sock';

/** A private folder for the unix sockets of one installation. */
export interface SocketFolder {
  readonly path: string;
  /** gRPC address of a service. */
  address(service: ServiceName): string;
  remove(): void;
}

/** Under the data folder, or where that path is too long for a socket in a new one under the system's temporary folder. */
export function makeSocketFolder(dataFolder: string): SocketFolder {
  const wanted = resolve(dataFolder, 'run');
  let path = wanted;
  if (Buffer.byteLength(join(wanted, LONGEST_NAME)) > LONGEST_PATH) {
    path = mkdtempSync(join(tmpdir(), 'lapor-'));
  } else {
    // Sockets left by a process that was killed would keep us from binding; the lock file says that none is alive.
    rmSync(wanted, { recursive: true, force: true });
    mkdirSync(wanted, { recursive: true, mode: 0o700 });
  }
  // Whoever may connect may say to be anybody: the folder's mode is what guards the sockets.
  chmodSync(path, 0o700);
  return {
    path,
    address: (service) => `unix:${join(path, `${service}.sock`)}`,
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
