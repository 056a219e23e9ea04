/**
 * Before the platform starts: the portal's assets are built if anything they are made of has changed. Says nothing unless
 * that fails, and has the build tool tell nobody that it ran: who starts Lapor starts a place for complaints.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const turbo = fileURLToPath(import.meta.resolve('turbo/bin/turbo'));
const { status, stdout, stderr } = spawnSync(
  process.execPath,
  [turbo, 'run', 'build', '--filter=@lapor/portal', '--output-logs=errors-only'],
  {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    encoding: 'utf8',
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
  },
);
if (status !== 0) {
  process.stderr.write(`${stdout}${stderr}`);
  process.exitCode = 1;
}
