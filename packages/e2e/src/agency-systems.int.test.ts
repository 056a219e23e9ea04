import { execFileSync, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { openRawStreams } from '@lapor/testing/raw-stream';
import { afterEach, describe, expect, test } from 'vitest';
import { agencySystemsSuite } from './agency-systems-suite.ts';
import type { AgencyCity } from './agency-systems-suite.ts';
import { agencyId } from './city.ts';
import { startAgencyServers } from './fixtures/agency-servers.ts';
import type { AgencyServers } from './fixtures/agency-servers.ts';
import { agencySystem } from './fixtures/agency-systems.ts';
import { readFeed } from './fixtures/feed-on-nats.ts';
import { until } from './until.ts';

const EXAMPLES = join(import.meta.dirname, '../../../deploy/nats/examples');
/** A Python that has nats-py, and the nats command, where they are not on the path. */
const PYTHON = process.env['LAPOR_TEST_PYTHON'] ?? 'python3';
const NATS = process.env['LAPOR_TEST_NATS_CLI'] ?? 'nats';

const CASES = 12;

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
  { more: onNats, readOnNats: (key) => readFeed(natsUrl, key, null) },
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

function asRouting(): { readonly user: string; readonly pass: string } {
  return { user: world.routing.user, pass: world.routing.password };
}

function onNats({ createKey, file }: AgencyCity): void {
  test('while routing publishes, a key’s durable brings each case whole, in order, once', async () => {
    const { key } = await createKey(agencyId('city'));
    const reader = await readFeed(natsUrl, key, null);
    const filed = await Promise.all(Array.from({ length: CASES }, () => file()));
    for (const caseId of filed) await reader.got(caseId, 'CaseDisposed 2');
    for (const caseId of filed) expect(reader.of(caseId)).toEqual(['CaseOpened 1', 'CaseDisposed 2']);
    await reader.stop();
  });

  test('no copy of a protected case lies in the stream but the inspectorate’s', async () => {
    const caseId = await file({ aboutOfficial: true });
    const streams = await openRawStreams({ servers: natsUrl, ...asRouting() });
    const agencies = async () => {
      const copies = await streams.read('AGENCY_FEED', new RegExp(`\\.${caseId}$`));
      return [...new Set(copies.map(({ subject }) => subject.split('.')[1]))];
    };
    await until(
      async () => ((await agencies()).length > 0 ? true : undefined),
      () => 'the inspectorate gets no copy',
    );
    const open = await file();
    await until(
      async () =>
        (await streams.read('AGENCY_FEED', new RegExp(`\\.${open}$`))).length >= 3 ? true : undefined,
      () => 'a case that anybody may see has no copies',
    );
    expect(await agencies()).toEqual([agencyId('inspectorate')]);
    await streams.close();
  });

  test('a feed that the broker lost is filled again, with a durable for each key', async () => {
    const { key } = await createKey(agencyId('city'));
    const system = agencySystem(world.door, key);
    const caseId = await file();
    const [before, reader] = [system.watch(), await readFeed(natsUrl, key, null)];
    for (const one of [before, reader]) await one.got(caseId, 'CaseDisposed 2');
    await reader.stop();
    const streams = await openRawStreams({ servers: natsUrl, ...asRouting() });
    await streams.remove('AGENCY_FEED');
    await before.ended;
    expect(before.failure()).toMatchObject({ code: 'unavailable' });
    // From the first on: where it goes on by itself nothing may be missing either.
    const again = system.keepWatching();
    await again.got(caseId, 'CaseDisposed 2', 60_000);
    expect(again.of(caseId)).toEqual(['CaseOpened 1', 'CaseDisposed 2']);
    const onNats = await until(
      () => readFeed(natsUrl, key, null).catch(() => undefined),
      () => 'the key has no durable any more',
      60_000,
    );
    await onNats.got(caseId, 'CaseDisposed 2', 60_000);
    expect(onNats.of(caseId)).toEqual(['CaseOpened 1', 'CaseDisposed 2']);
    const next = await file();
    for (const one of [again, onNats]) await one.got(next, 'CaseDisposed 2');
    expect(onNats.of(next)).toEqual(['CaseOpened 1', 'CaseDisposed 2']);
    const copies = await streams.read(
      'AGENCY_FEED',
      new RegExp(`^feed\\.${agencyId('city')}\\..*\\.${caseId}$`),
    );
    expect(copies.map(({ number }) => number)).toEqual([1, 2]);
    await Promise.all([again.stop(), onNats.stop(), streams.close()]);
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
