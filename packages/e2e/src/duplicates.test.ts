import { trackingIdFromBytes } from '@lapor/kernel';
import type { NearbyReport, NewComplaint, Receipt, SimilarCase } from '@lapor/portal';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad, aboutTheClinic, followUp, solved } from './builders.ts';
import { agencyId, AREA, DISTRICT } from './city.ts';
import type { OfficerName } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { openPages } from './fixtures/pages.ts';
import { until } from './until.ts';

// Who reports what others have reported already is told so before sending, and officers are shown what may be the same: enough to
// decide on, and nothing that is not theirs to see.

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

const HOLE = 'Lubang besar di Jalan Flamboyan depan Toko Sinar Jaya, motor jatuh.';
const SAME_HOLE = 'jln flamboyan dpn toko sinar jaya lobang dalam bgt, ada motor yg jatuh';
const OTHER = 'Aspal jalan Kenanga dekat gereja mengelupas sepanjang dua puluh meter.';

const file = (fields: Partial<NewComplaint> = {}) =>
  city.file(aboutARoad({ body: HOLE, ...fields }), { prefer: 'wait=5' });

async function similarTo(name: OfficerName, { trackingId }: Receipt): Promise<readonly SimilarCase[]> {
  const answer = await (await city.as(name)).get(`/api/v1/cases/${trackingId}/similar`);
  return good<{ readonly similar: readonly SimilarCase[] }>(answer, 200).similar;
}

/** Events take a moment to be in the index. */
function found(name: OfficerName, of: Receipt, wanted: Receipt): Promise<SimilarCase> {
  return until(
    async () => (await similarTo(name, of)).find((each) => each.case.id === wanted.trackingId),
    () => `${name} is not shown ${wanted.trackingId} beside ${of.trackingId}`,
  );
}

async function nearby(query = `area=${DISTRICT}&category=jalan-rusak`): Promise<readonly NearbyReport[]> {
  const answer = await city.platform.request('GET', `/api/v1/complaints/nearby?${query}`);
  return good<{ readonly reports: readonly NearbyReport[] }>(answer, 200).reports;
}

/** A list that was asked for is kept for a while: so it is not asked for before it can be right. */
async function indexed({ trackingId }: Receipt, words: string): Promise<void> {
  const admin = await city.as('cityAdmin');
  await until(
    async () => (await admin.inbox(`q=${encodeURIComponent(words)}`)).find(({ id }) => id === trackingId),
    () => `${trackingId} is not found by "${words}"`,
  );
}

function seenNearby(wanted: Receipt, query?: string): Promise<NearbyReport> {
  return until(
    async () => (await nearby(query)).find(({ trackingId }) => trackingId === wanted.trackingId),
    () => `${wanted.trackingId} is not shown to whoever is about to report the same`,
  );
}

describe('officers are shown', () => {
  test('what is near in text, place and time, with enough to decide, and merge in one step', async () => {
    const near = { latitude: 1.1301, longitude: 104.0531 };
    const first = await file({ title: 'Lubang di Flamboyan', point: near });
    const other = await file({ body: OTHER });
    const again = await file({ body: SAME_HOLE, point: { ...near, latitude: 1.1311 } });
    const shown = await found('cityAdmin', again, first);
    expect(shown).toMatchObject({
      daysApart: 0,
      closeness: 'village',
      sameCategory: true,
      told: false,
      mayLead: true,
      case: { title: 'Lubang di Flamboyan', status: 'assigned', members: 0 },
    });
    expect(shown.metres).toBeGreaterThan(90);
    expect(shown.metres).toBeLessThan(130);
    expect((await similarTo('cityAdmin', again)).map((each) => each.case.id)).not.toContain(other.trackingId);
    // Who has it reads of it too; merging is the admin's.
    expect(await found('roads', again, first)).toMatchObject({ mayLead: false, mayFollow: false });

    const admin = await city.as('cityAdmin');
    await admin.do(again.trackingId, { command: 'merge', masterId: first.trackingId });
    const third = await file({ body: SAME_HOLE });
    // What follows is shown by what it follows, once.
    expect(await found('cityAdmin', third, first)).toMatchObject({ case: { members: 1 }, mayLead: true });
    expect((await similarTo('cityAdmin', third)).map((each) => each.case.id)).not.toContain(again.trackingId);
  });

  test('never a protected case beside an ordinary one, nor anything they may not read', async () => {
    const body = 'Plang proyek drainase Simpang Kuda miring hampir roboh.';
    const ordinary = await file({ body });
    const secret = await file({ body, secret: true });
    const hidden = await file({ body, aboutOfficial: true, agency: agencyId('roads') });
    // Not even where its reporter says that it is the same.
    const sameAs = ordinary.trackingId;
    const hiddenToo = await file({ body, aboutOfficial: true, agency: agencyId('roads'), sameAs });
    const elsewhere = await city.file(aboutTheClinic({ body }), { prefer: 'wait=5' });
    await found('cityAdmin', ordinary, secret);
    await found('cityAdmin', ordinary, elsewhere);
    await found('inspector', hidden, hiddenToo);
    const hiddenIds = [hidden.trackingId, hiddenToo.trackingId];
    for (const name of ['cityAdmin', 'national', 'roads', 'coordinator'] as const) {
      const ids = (await similarTo(name, ordinary)).map((each) => each.case.id);
      for (const id of hiddenIds) expect(ids, name).not.toContain(id);
      expect(ids.includes(elsewhere.trackingId), name).toBe(name !== 'roads');
    }
    expect((await similarTo('inspector', hidden)).map((each) => each.case.id)).toEqual([
      hiddenToo.trackingId,
    ]);
    for (const [name, { trackingId }, status] of [
      ['roads', hidden, 404],
      ['cityAdmin', hidden, 404],
      ['clinic', ordinary, 403],
      ['leader', ordinary, 403],
    ] as const) {
      const answer = await (await city.as(name)).get(`/api/v1/cases/${trackingId}/similar`);
      expect(answer.status, `${name} ${answer.text}`).toBe(status);
    }
  });

  test('nothing by words that the reporter had destroyed', async () => {
    const body = 'Tiang listrik keropos di Gang Melur samping warung Bu Tuti.';
    const [kept, erased] = [await file({ body }), await file({ body })];
    await (await city.as('roads')).do(erased.trackingId, solved());
    good(await city.reporter(erased, { command: 'solved' }), 200);
    await found('cityAdmin', kept, erased);
    const path = `/api/v1/complaints/${erased.trackingId}/erase`;
    const { accessCode } = erased;
    const answer = await city.platform.request('POST', path, { accessCode, body: { scope: 'all' } });
    expect(answer.status, answer.text).toBe(200);
    await until(
      async () => ((await similarTo('cityAdmin', kept)).length === 0 ? true : undefined),
      () => 'erased words still make it be found',
    );
  });
});

describe('before sending, anybody is shown (pain 7)', () => {
  const flooded = `area=${DISTRICT}&category=banjir`;
  const flood = (fields: Partial<NewComplaint> = {}) =>
    city.file({
      body: 'Banjir selutut di perumahan.',
      category: 'banjir',
      area: `${DISTRICT}.1002`,
      ...fields,
    });

  test('open reports of that category in that district, as far as they are public; "me too" is a report of its own', async () => {
    const known = await flood({ title: 'Nama saya Joko dari blok C', reporter: { name: 'Joko Susilo' } });
    await indexed(known, 'selutut');
    const shown = await seenNearby(known, flooded);
    expect(shown).toEqual({
      trackingId: known.trackingId,
      trackingIdText: known.trackingIdText,
      status: 'unverified',
      type: 'complaint',
      category: expect.objectContaining({ code: 'banjir' }),
      area: expect.objectContaining({ code: DISTRICT }),
      agency: expect.objectContaining({ code: agencyId('city') }),
      submittedAt: known.submittedAt,
    });
    const mine = await flood({ body: 'Di rumah saya juga masuk air.', sameAs: known.trackingIdText });
    expect(mine.trackingId).not.toBe(known.trackingId);
    expect(mine.accessCode).not.toBe(known.accessCode);
    expect(await found('cityAdmin', known, mine)).toMatchObject({ told: true });
    expect(await found('cityAdmin', mine, known)).toMatchObject({ told: true, mayLead: true });
    // Not a word of it to anybody else.
    for (const one of [
      await city.view(known.trackingId),
      await city.view(known.trackingId, known.accessCode),
    ])
      expect(JSON.stringify(one)).not.toContain(mine.trackingId);
    expect(JSON.stringify(await city.view(mine.trackingId))).not.toContain(known.trackingId);
    // The officers decide: nothing has been merged by saying so.
    expect(await (await city.as('cityAdmin')).view(mine.trackingId)).toMatchObject({ merged: false });
  });

  test('nothing that is hidden, and anonymous ones only where they are several', async () => {
    const category = 'lampu-jalan';
    const query = `area=${DISTRICT}&category=${category}`;
    const lamp = (fields: Partial<NewComplaint> = {}) => file({ category, body: 'Lampu mati.', ...fields });
    const open = await lamp();
    const secret = await lamp({ secret: true });
    const hidden = await lamp({ aboutOfficial: true, agency: agencyId('roads') });
    const anonymous = await lamp({ anonymous: true, body: 'Lampu mati, saya anonim.' });
    await indexed(anonymous, 'lampu anonim');
    await seenNearby(open, query);
    // Without a topic neither.
    const all = await nearby(`area=${DISTRICT}`);
    expect(all.length).toBeGreaterThan(0);
    for (const { trackingId } of [secret, hidden, anonymous])
      expect(all.map((report) => report.trackingId)).not.toContain(trackingId);
    const ids = (await nearby(query)).map(({ trackingId }) => trackingId);
    for (const { trackingId } of [secret, hidden, anonymous]) expect(ids).not.toContain(trackingId);
    // What was asked a moment ago is kept for a while: one more street, one more question.
    for (const wrong of ['area=21.71&category=banjir', 'area=21.71', `area=${AREA}.02&category=%00`]) {
      const { status } = await city.platform.request('GET', `/api/v1/complaints/nearby?${wrong}`);
      expect(status, wrong).toBe(400);
    }
  });

  test('without a topic too: what is reported in the district, each with its topic, on a page that works without a script', async () => {
    const elsewhere = `${AREA}.03`;
    const lamp = await file({
      category: 'lampu-jalan',
      area: elsewhere,
      body: 'Lampu padam di Simpang Dam.',
    });
    const road = await file({ area: elsewhere, body: 'Aspal amblas di Simpang Dam.' });
    await indexed(lamp, 'padam simpang dam');
    await indexed(road, 'amblas simpang dam');
    const shown = await nearby(`area=${elsewhere}`);
    expect(new Set(shown.map(({ category }) => category?.code))).toEqual(
      new Set(['lampu-jalan', 'jalan-rusak']),
    );
    const pages = openPages(city.platform.url, 'curl');
    const form = { isi: 'Simpang Dam gelap sejak Senin.', wilayah: elsewhere };
    const step = await pages.send('/lapor', form);
    expect(step.text).toContain('Mungkin sudah dilaporkan');
    expect(step.text).toMatch(/<h2>[^<]*Lampu[^<]*, Kec\. /i);
    expect(step.text).toContain('dilaporkan 3 Maret 2026');
    const sent = await pages.send('/lapor', { ...form, juga: lamp.trackingId });
    expect(sent.to).toMatch(/tanda-terima/);
  });

  test('a "me too" that names no report is refused, and one about nothing tells nothing', async () => {
    const wrong = await city.platform.request('POST', '/api/v1/complaints', {
      body: aboutARoad({ sameAs: 'bukan nomor' }),
    });
    expect(wrong.status).toBe(400);
    expect(wrong.json).toMatchObject({ issues: [{ field: 'sameAs' }] });
    const lonely = await file({
      body: 'Trotoar pecah di Simpang Frengky.',
      sameAs: trackingIdFromBytes(new Uint8Array(8).fill(7)),
    });
    await (await city.as('roads')).do(lonely.trackingId, followUp());
    expect(await similarTo('roads', lonely)).toEqual([]);
  });
});
