import { randomUUID } from 'node:crypto';
import type { AgencyFiguresView, AgencyInfo, Inbox, OfficerCaseView, SummaryView } from '@lapor/portal';
import { agencyIdFor } from '@lapor/kernel';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad, aboutTheClinic, followUp, solved } from './builders.ts';
import { agencyId, AREA, OFFICER_PASSWORD } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { until } from './until.ts';

// Offices are founded, moved, merged and closed. Whatever lies there goes along: no case is lost, no clock is set back.

const ASKED_OF_ROADS = 'Apakah saluran di depan puskesmas milik PU?';
const DAY = 24 * 3_600_000;
const MARGA = agencyIdFor(`${AREA}/bina-marga`);
let city: CityAtWork;
/** Cases of the roads unit by where they stand, each with its access code. */
const cases: Record<string, { readonly trackingId: string; readonly accessCode: string }> = {};

const change = async (path: string, body: object, who: 'cityAdmin' | 'national' = 'cityAdmin') => {
  const { token } = await city.as(who);
  const headers = { 'idempotency-key': randomUUID() };
  return city.platform.request('POST', `/api/v1/agencies${path}`, { token, headers, body });
};
const caseIn = async (name: string) => (await city.as('cityAdmin')).view(cases[name]?.trackingId ?? '');
const signInAs = async (username: string) =>
  good<{ readonly token: string }>(
    await city.platform.request('POST', '/api/v1/sessions', {
      body: { username, password: OFFICER_PASSWORD },
    }),
    201,
  ).token;
const inboxOf = async (token: string) =>
  good<Inbox>(await city.platform.request('GET', '/api/v1/cases?pageSize=200', { token }), 200).cases.map(
    ({ id }) => id,
  );
/** Once all of these lie with that agency. */
const lieWith = (holder: string, ...names: readonly string[]) =>
  until(
    async () => {
      const found = await Promise.all(names.map(caseIn));
      return found.every(({ agency }) => agency?.code === holder) ? found : undefined;
    },
    () => `not all of ${names.join(', ')} came to ${holder}`,
  );
const figures = async (agency: string) => {
  const query = `from=2026-03-01&to=2026-12-31&agency=${agency}`;
  return good<SummaryView>(await city.platform.request('GET', `/api/v1/reports/summary?${query}`), 200)
    .figures;
};
const enter = async (files: {
  readonly units?: readonly string[];
  readonly officers?: readonly string[];
}) => {
  const { token } = await city.as('cityAdmin');
  const { units = [], officers = [] } = files;
  const body = {
    area: AREA,
    initialPassword: OFFICER_PASSWORD,
    reason: 'Unit baru',
    ...(units.length === 0 ? {} : { units: ['key,name,kind,parent_key', ...units].join('\n') }),
    officers: ['username,name,role,unit_key,email,phone', ...officers].join('\n'),
  };
  const entered = await city.platform.request('POST', '/api/v1/directory/import', { token, body });
  expect(good<{ readonly issues: readonly object[] }>(entered, 200).issues).toEqual([]);
};

beforeAll(async () => {
  city = await openCity(inject('installedCity'));
  await enter({
    units: ['dinkes,Dinas Kesehatan,unit,'],
    officers: ['admin.dinkes,Rina Admin,agency_admin,dinkes,,'],
  });
  const roads = await city.as('roads');
  for (const name of ['assigned', 'working', 'answered', 'closed', 'held'])
    cases[name] = await city.file(aboutARoad(), { prefer: 'wait=5' });
  const id = (name: string) => cases[name]?.trackingId ?? '';
  await roads.do(id('working'), followUp());
  for (const name of ['answered', 'closed']) await roads.do(id(name), solved());
  await roads.do(id('held'), { command: 'ask', question: 'Di depan toko apa?' });
  good(await city.reporter(cases['closed']!, { command: 'solved', rating: 4 }), 200);
  cases['secret'] = await city.file(aboutARoad({ aboutOfficial: true, agency: agencyId('roads') }), {
    prefer: 'wait=5',
  });
  cases['clinic'] = await city.file(aboutTheClinic(), { prefer: 'wait=5' });
  const question = { text: ASKED_OF_ROADS, toAgencyId: agencyId('roads') };
  await (await city.as('clinic')).do(id('clinic'), { command: 'note', ...question });
  await city.summaryOf({ received: 7, closed: 1 });
});
afterAll(() => city.close());

describe('a new unit', () => {
  test('is entered by the city’s admin and asked for in vain by others', async () => {
    const body = {
      parentId: agencyId('city'),
      key: 'bina-marga',
      name: 'Dinas Bina Marga',
      kind: 'unit',
      reason: 'Perda 3/2026',
    };
    const { token } = await city.as('roads');
    expect((await city.platform.request('POST', '/api/v1/agencies', { token, body })).status).toBe(403);
    const made = good<AgencyInfo>(await change('', body), 201);
    expect(made).toMatchObject({ id: MARGA, parentId: agencyId('city'), active: true, onboarded: false });
    const wrong = await change('', { ...body, key: 'Bina Marga' });
    expect([wrong.status, (wrong.json as { issues: object[] }).issues]).toMatchObject([
      400,
      [{ field: 'key' }],
    ]);
    // As an import would have it: the same unit.
    await enter({
      units: ['bina-marga,Dinas Bina Marga,unit,'],
      officers: ['petugas.marga,Edi Marga,liaison,bina-marga,,'],
    });
  });
});

describe('a move', () => {
  let before: Record<string, OfficerCaseView>;
  test('takes the cases along: the tier above sees them, the one before no longer, and no clock has moved', async () => {
    const adminOfHealth = await signInAs('admin.dinkes');
    before = Object.fromEntries(
      await Promise.all(
        ['assigned', 'working', 'held'].map(async (name) => [name, await caseIn(name)] as const),
      ),
    );
    expect(await inboxOf(adminOfHealth)).not.toContain(cases['assigned']?.trackingId);
    const figuresBefore = await figures(agencyId('roads'));
    good(
      await change(`/${agencyId('roads')}/move`, { parentId: agencyId('health'), reason: 'Perwali 7' }),
      200,
    );

    const wanted = Object.values(before).map(({ id }) => id);
    await until(
      async () => {
        const found = await inboxOf(adminOfHealth);
        return wanted.every((id) => found.includes(id)) || undefined;
      },
      () => 'the cases did not follow their holder',
    );
    for (const [name, was] of Object.entries(before)) {
      const is = await caseIn(name);
      expect(is.due).toEqual(was.due);
      expect(is.clocks).toEqual(was.clocks);
      expect([is.status, is.receivedAt, is.legal]).toEqual([was.status, was.receivedAt, was.legal]);
      expect(is.timeline.at(-1)?.type).toBe('CaseHolderMoved');
    }
    // To the citizen nothing has happened.
    expect((await city.view(before['assigned']!.id)).timeline.map(({ type }) => type)).not.toContain(
      'CaseHolderMoved',
    );
    // About people there: the inspectorate’s still, and nobody else’s.
    expect(await inboxOf(adminOfHealth)).not.toContain(cases['secret']?.trackingId);
    expect(await figures(agencyId('roads'))).toEqual(figuresBefore);
  });

  test('leaves the figures of the past where they were counted, and counts nothing twice', async () => {
    await city.summaryOf({ received: 7 });
    // What was answered stays; what is open has gone along: three at the clinic’s tier and the clinic’s own.
    const health = await until(
      async () => {
        const found = await figures(agencyId('health'));
        return found.received === 4 ? found : undefined;
      },
      () => 'the open cases did not come to the figures of their new tier',
    );
    expect(health).toMatchObject({ received: 4, assigned: 4, closed: 0 });
    const past = `from=2026-03-01&to=2026-12-31&agency=${agencyId('health')}&asOf=2026-03-03T01:59:59Z`;
    const then = good<SummaryView>(
      await city.platform.request('GET', `/api/v1/reports/summary?${past}`),
      200,
    );
    expect(then.figures.received).toBe(0);
    expect(await figures(agencyId('city'))).toMatchObject({ received: 7, closed: 1 });
  });

  test('into its own subtree is refused, with the field', async () => {
    const circle = await change(`/${agencyId('health')}/move`, { parentId: agencyId('clinic'), reason: 'x' });
    expect([circle.status, (circle.json as { issues: object[] }).issues]).toMatchObject([
      400,
      [{ field: 'parentId' }],
    ]);
  });
});

describe('a merger', () => {
  test('gives every case to the successor, which has its own time, while the citizen’s clock runs on', async () => {
    await city.moveClock(2 * DAY);
    const names = ['assigned', 'working', 'answered', 'closed', 'held'];
    const was = Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, await caseIn(name)] as const)),
    );
    const body = { successorId: MARGA, keepOfficers: true, reason: 'Perda 3/2026 pasal 9' };
    good(await change(`/${agencyId('roads')}/close`, body), 200);
    const found = await lieWith(MARGA, ...names);
    const is = Object.fromEntries(names.map((name, at) => [name, found[at]!]));

    expect(names.map((name) => is[name]?.status)).toEqual([
      'assigned',
      'assigned',
      'answered',
      'closed',
      'held',
    ]);
    for (const name of names) expect(is[name]?.due.caseDueAt, name).toBe(was[name]?.due.caseDueAt);
    // Five working days from today, whatever was left.
    expect(was['assigned']?.due.responseDueAt).toBe('2026-03-10T09:00:00.000Z');
    for (const name of ['assigned', 'working'])
      expect(is[name]?.due.responseDueAt, name).toBe('2026-03-12T09:00:00.000Z');
    expect(is['answered']?.due.replyDueAt).toBe(was['answered']?.due.replyDueAt);
    expect((await city.view(is['assigned']!.id)).timeline.at(-1)).toMatchObject({
      type: 'CaseTakenOver',
      agency: { code: agencyId('roads') },
      toAgency: { code: MARGA },
    });
  });

  test('goes on with what was answered or closed, when the reporter is not content', async () => {
    good(await city.reporter(cases['answered']!, { command: 'not-solved' }), 200);
    good(await city.reporter(cases['closed']!, { command: 'reopen' }), 200);
    good(await city.reporter(cases['held']!, { command: 'reply', text: 'Di depan toko roti.' }), 200);
    const officer = { token: await signInAs('petugas.marga') };
    for (const [name, status] of [
      ['answered', 'in_progress'],
      ['closed', 'in_progress'],
      ['held', 'assigned'],
    ] as const) {
      const view = await caseIn(name);
      expect([view.status, view.agency?.code], name).toEqual([status, MARGA]);
      const answer = { ...solved(), command: undefined };
      const path = `/api/v1/cases/${view.id}/answer`;
      good(await city.platform.request('POST', path, { ...officer, body: answer }), 200);
    }
  });

  test('hands on what others wrote to the old office: the successor reads and answers it, and gets what is written there from then on', async () => {
    const { trackingId } = cases['clinic']!;
    const token = await signInAs('petugas.marga');
    const written = await until(
      async () => {
        const path = '/api/v1/cases?addressed=true';
        const { cases: list } = good<Inbox>(await city.platform.request('GET', path, { token }), 200);
        return list.some(({ id }) => id === trackingId) ? list : undefined;
      },
      () => 'nobody has what was written to the old office',
    );
    expect(written).toHaveLength(1);
    const path = `/api/v1/cases/${trackingId}`;
    const notesOf = async () => {
      const { timeline } = good<OfficerCaseView>(await city.platform.request('GET', path, { token }), 200);
      return timeline.filter(({ type }) => type === 'CaseNoteAdded').map(({ text }) => text);
    };
    expect(await notesOf()).toEqual([ASKED_OF_ROADS]);
    const body = { text: 'Ya, milik kami sejak 2019.' };
    good(await city.platform.request('POST', `${path}/note`, { token, body }), 200);
    const again = { text: 'Kapan dibersihkan?', toAgencyId: agencyId('roads') };
    const clinic = await city.as('clinic');
    await clinic.do(trackingId, { command: 'note', ...again });
    expect(await notesOf()).toEqual([ASKED_OF_ROADS, body.text, again.text]);
    const seen = (await clinic.view(trackingId)).timeline.filter(({ type }) => type === 'CaseNoteAdded');
    expect(seen.at(-1)?.toAgency?.code).toBe(MARGA);
    expect(JSON.stringify(seen)).not.toContain('CaseMessagesMoved');
  });

  test('leaves nothing behind: new complaints, officers and whoever names the old office come to the successor', async () => {
    const { trackingId } = await city.file(aboutARoad(), { prefer: 'wait=5' });
    const named = await city.file(
      { ...aboutARoad(), category: undefined, agency: agencyId('roads') },
      { prefer: 'wait=5' },
    );
    // Its own officer of before finds them there.
    const inbox = await inboxOf(await signInAs('petugas.pu'));
    expect(inbox).toEqual(expect.arrayContaining([trackingId, named.trackingId]));
    const admin = await city.as('cityAdmin');
    const back = await admin.try(trackingId, { command: 'dispose', agencyId: agencyId('roads') });
    expect([back.status, (back.json as { issues: object[] }).issues]).toMatchObject([
      400,
      [{ field: 'agencyId' }],
    ]);
    // A case about people of the old office never comes to the one that has them now.
    const inspector = await city.as('inspector');
    const given = await inspector.try(cases['secret']!.trackingId, { command: 'dispose', agencyId: MARGA });
    expect(given.status).toBe(400);
  });
});

describe('closing without a successor', () => {
  test('asks the tier above who is to have each case', async () => {
    good(await change(`/${agencyId('clinic')}/close`, { reason: 'Digabung ke klinik swasta' }), 200);
    const [view] = await lieWith(agencyId('health'), 'clinic');
    expect(view).toMatchObject({ status: 'returned', bounces: 0 });
    const health = await city.as('health');
    expect((await health.view(view!.id)).legal).toContain('dispose');
    const gone = await city.platform.request('POST', '/api/v1/sessions', {
      body: { username: 'petugas.puskesmas', password: OFFICER_PASSWORD },
    });
    expect(gone.status).toBe(401);
  });
});

test('all of it stands in the history of the city, with who and why, and the units add up to the city', async () => {
  const { token } = await city.as('cityAdmin');
  const path = `/api/v1/agencies/${agencyId('city')}/changes`;
  const { changes } = good<{ readonly changes: readonly { readonly what: string }[] }>(
    await city.platform.request('GET', path, { token }),
    200,
  );
  const made = ['closed', 'merged', 'moved', 'registered'];
  expect(changes.map(({ what }) => what).filter((what) => what !== 'imported')).toEqual(made);
  expect(changes[1]).toMatchObject({
    to: 'Dinas Bina Marga',
    officerName: 'Hasnah Admin',
    reason: 'Perda 3/2026 pasal 9',
  });

  await city.summaryOf({ received: 9 });
  const query = `from=2026-03-01&to=2026-12-31&agency=${agencyId('city')}`;
  const { agencies } = good<AgencyFiguresView>(
    await city.platform.request('GET', `/api/v1/reports/agencies?${query}`),
    200,
  );
  const sum = agencies.reduce((total, { figures: { received } }) => total + received, 0);
  expect(sum).toBe(9);
});

test('closing an inspectorate sends what it has past the body it inspected, and its inspectors are told', async () => {
  const { trackingId } = cases['secret']!;
  expect((await (await city.as('inspector')).view(trackingId)).agency?.code).toBe(agencyId('inspectorate'));
  const close = `/${agencyId('inspectorate')}/close`;
  expect((await change(close, { reason: 'Salah bentuk' })).status).toBe(403);
  const rename = { name: 'Inspektorat Daerah', reason: 'Perda 4/2026' };
  good(await change(`/${agencyId('inspectorate')}/rename`, rename, 'national'), 200);
  await city.mailbox.waitFor('pemeriksa.kota@kota.example', 'Inspektorat Anda');
  good(await change(close, { reason: 'Salah bentuk' }, 'national'), 200);
  const national = await city.as('national');
  await until(
    async () => {
      const { token } = national;
      const got = await city.platform.request('GET', `/api/v1/cases/${trackingId}`, { token });
      return got.status === 200 ? got : undefined;
    },
    () => 'the case did not come to the tier above the body',
  );
  expect((await national.view(trackingId)).legal).toContain('dispose');
  const { token } = await city.as('cityAdmin');
  expect(await inboxOf(token)).not.toContain(trackingId);
  expect((await city.platform.request('GET', `/api/v1/cases/${trackingId}`, { token })).status).not.toBe(200);
});
