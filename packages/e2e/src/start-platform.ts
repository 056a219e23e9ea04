import { startInOneProcess } from './fixtures/platform-in-one-process.ts';
import { startCopyOnServers } from './fixtures/platform-on-servers.ts';
import type { Platform, PlatformOptions } from './platform.ts';

/** On the profile of what it is a copy of. */
export function startPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const { copyOf, env = {} } = options;
  if (copyOf?.servers === undefined) return startInOneProcess(options);
  return startCopyOnServers(copyOf.folder, copyOf.servers, env, options.twice);
}
