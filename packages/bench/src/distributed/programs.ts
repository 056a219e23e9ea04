import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The program of that name on PATH. */
export function findProgram(name: string, path = process.env['PATH'] ?? ''): string | undefined {
  return path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** A container of ours on this machine's own network. Removes itself when it stops. */
export interface Container {
  /** Of its first process; undefined where the engine runs elsewhere. */
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

/** @throws Error with what Docker said */
export function startContainer(
  image: string,
  command: readonly string[],
  settings: readonly string[] = [],
): Container {
  const docker = (...words: readonly string[]) =>
    execFileSync('docker', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  const id = docker('run', '--detach', '--rm', '--network=host', ...settings, image, ...command);
  let running = true;
  const remove = () => {
    if (running) docker('rm', '--force', '--volumes', id);
    running = false;
  };
  process.once('exit', remove);
  const pid = Number(docker('inspect', '--format', '{{.State.Pid}}', id));
  return {
    pid: pid > 0 ? pid : undefined,
    stop() {
      process.off('exit', remove);
      remove();
      return Promise.resolve();
    },
  };
}
