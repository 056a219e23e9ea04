import { execFileSync, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { agencySystemsSuite } from './agency-systems-suite.ts';
import type { AgencyCity } from './agency-systems-suite.ts';
import { agencyId } from './city.ts';
import { startAgencyServers } from './fixtures/agency-servers.ts';
import type { AgencyServers } from './fixtures/agency-servers.ts';
import { agencySystem } from './fixtures/agency-systems.ts';
import { until } from './until.ts';

const EXAMPLES = join(import.meta.dirname, '../../../deploy/nats/examples');
/** A Python that has nats-py, and the nats command, where they are not on the path. */
const PYTHON = process.env['LAPOR_TEST_PYTHON'] ?? 'python3';
const NATS = process.env['LAPOR_TEST_NATS_CLI'] ?? 'nats';

let natsUrl = '';
let world: AgencyServers;
const running: ReturnType<typeof spawn>[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

agencySystemsSuite(
  'systems of agencies, on NATS and MongoDB',
  async () => {
    world = await startAgencyServers();
    natsUrl = world.natsUrl;
    return world;
  },
  onNats,
);

function has(program: string, ...words: readonly string[]): boolean {
  try {
    execFileSync(program, words, { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

/** Runs an example with a key, as its reader would, and collects what it says. */
function run(key: string, program: string, ...words: readonly string[]) {
  const env = { ...process.env, NATS_URL: natsUrl, LAPOR_KEY: key, COUNT: '1' };
  const child = spawn(program, words, { env, cwd: EXAMPLES, stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => (said += bytes.toString()));
  return { said: () => said };
}

function onNats({ createKey, file }: AgencyCity): void {
  test.skipIf(!has(NATS, '--version'))('a feed that the broker lost is filled again', async () => {
    const system = agencySystem(world.door, (await createKey(agencyId('city'))).key);
    const caseId = await file();
    const before = system.watch();
    await before.got(caseId, 'CaseDisposed 2');
    const { user, password } = world.routing;
    const asRouting = ['--server', natsUrl, '--user', user, '--password', password];
    execFileSync(NATS, [...asRouting, 'stream', 'rm', 'AGENCY_FEED', '--force'], { stdio: 'pipe' });
    await before.ended;
    expect(before.failure()).toMatchObject({ code: 'unavailable' });
    // From the first on: where it goes on by itself nothing may be missing either.
    const again = system.watch();
    await again.got(caseId, 'CaseDisposed 2', 60_000);
    expect(again.of(caseId)).toEqual(['CaseOpened 1', 'CaseDisposed 2']);
    const next = await file();
    await again.got(next, 'CaseDisposed 2');
    await again.stop();
    system.close();
  });

  describe('the examples of subscribers', () => {
    /** Only what comes after the key was made is this test's: the feed begins 30 days back. */
    async function hears(program: string, ...words: readonly string[]): Promise<void> {
      const { key } = await createKey(agencyId('roads'));
      const example = run(key, program, ...words);
      const caseId = await file();
      await until(
        () => (example.said().includes(caseId) ? true : undefined),
        () => `${caseId} did not come: ${example.said()}`,
      );
      expect(example.said()).toContain('lapor.routing.v1.CaseDisposed');
    }

    test('in TypeScript', () => hears(process.execPath, 'subscribe.ts'));

    test.skipIf(!has(PYTHON, '-c', 'import nats'))('in Python', () => hears(PYTHON, 'subscribe.py'));

    test.skipIf(!has(NATS, '--version'))('with the nats command', async () => {
      await file();
      const { key } = await createKey(agencyId('roads'));
      const path = NATS.includes('/') ? `${dirname(NATS)}:${process.env['PATH'] ?? ''}` : process.env['PATH'];
      const example = run(key, 'env', `PATH=${path ?? ''}`, './subscribe.sh');
      await until(
        () => (example.said().includes('Acknowledged') ? true : undefined),
        () => `nothing came: ${example.said()}`,
      );
      expect(example.said()).toContain(`feed.${agencyId('roads')}.CaseDisposed.`);
    });
  });
}
