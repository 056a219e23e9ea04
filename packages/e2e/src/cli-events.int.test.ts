import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { followUp, forTriage } from './builders.ts';
import { ADMIN_PASSWORD, agencyId, OFFICER_PASSWORD, OFFICERS } from './city.ts';
import { openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { runLaporCommand } from './cli-run.ts';
import { until } from './until.ts';

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

const events = (...words: readonly string[]) =>
  runLaporCommand(['events', ...words], {
    env: { LAPOR_URL: city.platform.url, LAPOR_PASSWORD: ADMIN_PASSWORD },
  });

/** A bad sector in the vault: what lies there cannot be opened any more. Answers how to put it right. */
async function damageVault(): Promise<() => Promise<void>> {
  const change = async (doc: (before: string) => string) => {
    await city.platform.stop();
    const database = new DatabaseSync(join(city.platform.dataFolder, 'lapor.db'));
    const rows = database.prepare('SELECT id, doc FROM "intake.vault"').all();
    expect(rows).toHaveLength(1);
    const before = String(rows[0]?.['doc']);
    const { changes } = database.prepare('UPDATE "intake.vault" SET doc = ?').run(doc(before));
    expect(changes).toBe(1);
    database.close();
    await city.platform.start({ LAPOR_CLOCK_START: city.now().toISOString() });
    return before;
  };
  const before = await change((doc) =>
    doc.replace(
      /("sealed":"[^"]{40})(.)/,
      (_all, head: string, one: string) => head + (one === 'A' ? 'B' : 'A'),
    ),
  );
  return async () => void (await change(() => before));
}

test('a notice that cannot be planned waits with all behind it until the cause is mended', async () => {
  const { mailbox } = city;
  const ME = 'ayu@warga.example';
  expect(await events('dead')).toMatchObject({ code: 0, out: 'No dead letters.\n' });
  const { trackingId } = await city.file(forTriage({ anonymous: true, reporter: { email: ME } }));
  await mailbox.waitFor(ME, 'sudah kami terima');

  const mend = await damageVault();
  const admin = await city.as('cityAdmin');
  const roads = await city.as('roads');
  await admin.do(trackingId, { command: 'dispose', agencyId: agencyId('roads') });
  await roads.do(trackingId, followUp());
  const list = await until(
    async () => {
      const now = await events('dead');
      return now.out.includes('1 waiting behind') ? now : undefined;
    },
    () => 'no dead letter with another behind it',
  );
  expect(list.code).toBe(1);
  expect(list.out).toContain('1 in all.');
  expect(list.out).toContain('CaseDisposed, 1 waiting behind\n  internal: ');
  expect(list.out + list.err).not.toContain('ayu');
  const [id = ''] = list.out.split('\n');

  const shown = await events('show', id);
  expect(shown.code).toBe(0);
  expect(JSON.parse(shown.out)).toMatchObject({
    id,
    service: 'notification',
    event: { type: 'lapor.routing.v1.CaseDisposed', aggregateId: trackingId, body: {} },
  });

  // A letter that failed again is told by its time.
  await city.moveClock(60_000);
  const inVain = await events('replay', id);
  expect(inVain.code, inVain.out).toBe(1);
  expect(inVain.out).toContain(`${id}: failed again at CaseDisposed: internal: `);
  expect(mailbox.to(ME)).toHaveLength(1);

  await mend();
  // A restart alone takes up nothing: somebody has to say so.
  expect((await events('dead')).out).toContain(id);
  const done = await events('replay', id);
  expect(done).toMatchObject({ code: 0, out: `${id}: handled, with 1 behind it.\n` });
  await mailbox.waitFor(ME, 'diteruskan ke Dinas Pekerjaan Umum');
  await mailbox.waitFor(ME, 'sedang ditindaklanjuti');
  expect(await events('dead')).toMatchObject({ code: 0, out: 'No dead letters.\n' });
  const gone = await events('replay', id);
  expect([gone.code, gone.err.trim()]).toEqual([1, `lapor events: there is no dead letter ${id}`]);
});

test('they are for the national admin alone', async () => {
  const path = '/api/v1/operations/dead-letters';
  for (const name of ['cityAdmin', 'leader', 'roads'] as const) {
    const { token } = await city.as(name);
    expect((await city.platform.request('GET', path, { token })).status).toBe(403);
    expect((await city.platform.request('POST', `${path}/x/replay`, { token })).status).toBe(403);
  }
  expect((await city.platform.request('GET', path)).status).toBe(401);
  const { token } = await city.as('national');
  expect((await city.platform.request('POST', `${path}/nothing/replay`, { token })).status).toBe(404);
  const asAdmin = await runLaporCommand(['events', 'dead', '--user', OFFICERS.cityAdmin], {
    env: { LAPOR_URL: city.platform.url, LAPOR_PASSWORD: OFFICER_PASSWORD },
  });
  expect([asAdmin.code, asAdmin.err.trim()]).toEqual([
    1,
    'lapor events: dead letters are for the national admin',
  ]);
  const words = await events('ded');
  expect([words.code, words.err.split('\n')[0]]).toEqual([2, 'lapor events: say dead, show or replay']);
});
