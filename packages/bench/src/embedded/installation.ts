import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NATIONAL_PASSWORD } from '../city.ts';
import type { Installation } from '../installation.ts';
import { FLOOR_READY } from './floor/run-floor.ts';
import { openFile } from './open-file.ts';
import { preloadFile } from './preload-file.ts';
import { startOne } from './start-one.ts';

const ROOT = new URL('../../../../', import.meta.url);

export interface EmbeddedOptions {
  readonly folder: string;
  readonly connections: number;
  readonly profileFolder: string | undefined;
}

/** All in one process on SQLite. */
export function embeddedInstallation({ folder, connections, profileFolder }: EmbeddedOptions): Installation {
  mkdirSync(folder, { recursive: true });
  return {
    /** As `npm start` does it. */
    startLapor(longestMilliseconds) {
      const { main, nodeArguments } = startScript();
      return startOne({
        main,
        folder,
        connections,
        readyWord: 'Ctrl-C stops it.',
        longestMilliseconds,
        nodeArguments:
          profileFolder === undefined
            ? nodeArguments
            : [...nodeArguments, '--cpu-prof', `--cpu-prof-dir=${join(profileFolder, 'lapor')}`],
        env: (port) => ({
          LAPOR_PORT: String(port),
          LAPOR_HOST: '127.0.0.1',
          LAPOR_DATA: join(folder, 'data'),
          LAPOR_KEYS: join(folder, 'keys'),
          LAPOR_ADMIN_PASSWORD: NATIONAL_PASSWORD,
          LAPOR_ADMIN_PASSWORD_ONE_TIME: 'false',
          // One client stands for a whole city here.
          LAPOR_LIMITS: 'off',
        }),
      });
    },
    startFloor() {
      return startOne({
        main: fileURLToPath(new URL('floor/main.ts', import.meta.url)),
        folder,
        connections,
        readyWord: FLOOR_READY,
        env: (port) => ({ FLOOR_PORT: String(port), FLOOR_FILE: join(folder, 'floor.db') }),
      });
    },
    preload: (count, lived, progress) =>
      preloadFile({
        file: join(folder, 'data', 'lapor.db'),
        keysFolder: join(folder, 'keys'),
        count,
        lived,
        progress,
      }),
    openStores: () => Promise.resolve(openFile(join(folder, 'data', 'lapor.db'), join(folder, 'keys'))),
    disk() {
      const files = ['lapor.db', 'lapor.db-wal'].map((name) => join(folder, 'data', name));
      const kept = files.reduce(
        (sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0),
        0,
      );
      return Promise.resolve({ kept, transport: 0 });
    },
    stop: () => Promise.resolve(),
  };
}

function startScript(): { readonly main: string; readonly nodeArguments: readonly string[] } {
  const { scripts } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as {
    readonly scripts: { readonly start: string };
  };
  const [, ...words] = scripts.start.split(' ');
  const main = words.find((word) => word.endsWith('.ts')) ?? '';
  return {
    main: fileURLToPath(new URL(main, ROOT)),
    nodeArguments: words.filter((word) => word.startsWith('--')),
  };
}
