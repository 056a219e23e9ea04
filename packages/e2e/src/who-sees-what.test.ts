import type { NewComplaint, Receipt } from '@lapor/portal';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad, aboutTheClinic, solved } from './builders.ts';
import { agencyId, VILLAGE } from './city.ts';
import type { OfficerName } from './city.ts';
import { openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import type { Answer } from './platform.ts';
import { until } from './until.ts';

// The table "who sees what" as whoever asks sees it. A case of the clinic (third tier): the clinic holds it, the health
// office and the city are above it, roads is elsewhere.

const TITLE = 'Judul yang dikenali';
const BODY = 'Isi laporan yang hanya boleh dibaca yang berhak.';
const NAME = 'Kartini Wulansari';
const EMAIL = 'kartini.wulansari@warga.example';

/** What a viewer finds in everything an address answers. */
type Sight = 'nothing' | 'status' | 'classification' | 'text' | 'name' | 'contact';
type Viewer = 'public' | 'reporter' | OfficerName;
type Kind = 'ordinary' | 'anonymous' | 'secret' | 'protected';

const KINDS: Readonly<Record<Kind, Partial<NewComplaint>>> = {
  ordinary: {},
  anonymous: { anonymous: true },
  secret: { secret: true },
  protected: { aboutOfficial: true, agency: agencyId('clinic') },
};

const NOTHING: readonly Sight[] = ['nothing'];
const STATUS: readonly Sight[] = ['status'];
const PUBLIC: readonly Sight[] = ['status', 'classification'];
const READS: readonly Sight[] = ['status', 'classification', 'text'];
const NAMED: readonly Sight[] = ['status', 'classification', 'text', 'name'];
const ALL: readonly Sight[] = ['status', 'classification', 'text', 'name', 'contact'];

const TABLE: Readonly<Record<Kind, Readonly<Record<Viewer, readonly Sight[]>>>> = {
  ordinary: {
    public: PUBLIC,
    reporter: ALL,
    clinic: NAMED,
    health: PUBLIC,
    cityAdmin: NAMED,
    national: NAMED,
    coordinator: READS,
    leader: PUBLIC,
    clerk: PUBLIC,
    roads: PUBLIC,
    inspector: PUBLIC,
  },
  anonymous: {
    public: PUBLIC,
    reporter: ALL,
    clinic: READS,
    health: PUBLIC,
    cityAdmin: READS,
    national: READS,
    coordinator: READS,
    leader: PUBLIC,
    clerk: PUBLIC,
    roads: PUBLIC,
    inspector: PUBLIC,
  },
  secret: {
    public: STATUS,
    reporter: ALL,
    clinic: READS,
    health: STATUS,
    cityAdmin: READS,
    national: READS,
    coordinator: READS,
    leader: STATUS,
    clerk: STATUS,
    roads: STATUS,
    inspector: STATUS,
  },
  // Held by the inspectorate of the body: nobody else learns that there is a case, not the tiers above the reported unit either.
  protected: {
    public: STATUS,
    reporter: ALL,
    clinic: NOTHING,
    health: NOTHING,
    cityAdmin: NOTHING,
    national: NOTHING,
    coordinator: NOTHING,
    leader: NOTHING,
    clerk: NOTHING,
    roads: NOTHING,
    inspector: NAMED,
  },
};

let city: CityAtWork;
const receipts = new Map<Kind, Receipt>();

beforeAll(async () => {
  city = await openCity(inject('installedCity'));
  for (const [kind, fields] of Object.entries(KINDS) as [Kind, Partial<NewComplaint>][]) {
    const complaint = aboutTheClinic({ title: TITLE, body: BODY, ...fields });
    const receipt = await city.file(
      { ...complaint, reporter: { name: NAME, email: EMAIL } },
      { prefer: 'wait=5' },
    );
    receipts.set(kind, receipt);
  }
  await city.summaryOf({ received: 4 });
});
afterAll(() => city.close());

const receiptOf = (kind: Kind): Receipt => {
  const receipt = receipts.get(kind);
  if (receipt === undefined) throw new Error(`nothing was filed as ${kind}`);
  return receipt;
};

/** Events take a moment to be in the index: until all that the city's admin may see is there. */
function besideOrdinary(): Promise<true> {
  const wanted = [receiptOf('anonymous').trackingId, receiptOf('secret').trackingId];
  const path = `/api/v1/cases/${receiptOf('ordinary').trackingId}/similar`;
  return until(
    async () => {
      const { text } = await (await city.as('cityAdmin')).get(path);
      return wanted.every((id) => text.includes(id)) ? true : undefined;
    },
    () => 'the city’s admin is not shown what is alike',
  );
}

async function look(viewer: Viewer, { trackingId, accessCode }: Receipt): Promise<Answer> {
  const path = `/api/v1/complaints/${trackingId}`;
  if (viewer === 'public') return city.platform.request('GET', path);
  if (viewer === 'reporter') return city.platform.request('GET', path, { accessCode });
  return (await city.as(viewer)).get(`/api/v1/cases/${trackingId}`);
}

/** What can be read out of an answer, whatever field it stands in. */
function sightsIn({ status, text, json }: Answer): readonly Sight[] {
  if (status === 404) return NOTHING;
  expect(status, text).toBe(200);
  const view = json as Readonly<Record<string, unknown>>;
  const seen: Sight[] = [];
  if ('status' in view) seen.push('status');
  if ('category' in view || 'agency' in view || 'area' in view || text.includes('Puskesmas'))
    seen.push('classification');
  if (text.includes(BODY) || text.includes(TITLE)) seen.push('text');
  if (text.includes(NAME) || /kartini/i.test(text.replaceAll(EMAIL, ''))) seen.push('name');
  if (text.includes(EMAIL)) seen.push('contact');
  return seen;
}

describe.each(Object.keys(TABLE) as Kind[])('a case that is %s', (kind) => {
  test.each(Object.entries(TABLE[kind]) as [Viewer, readonly Sight[]][])(
    'shows to %s: %j',
    async (viewer, sees) => {
      expect(sightsIn(await look(viewer, receiptOf(kind)))).toEqual(sees);
    },
  );

  test('has a page for those who may know of it', async () => {
    const path = `/petugas/laporan/${receiptOf(kind).trackingId}`;
    for (const viewer of ['clinic', 'leader', 'clerk'] as const) {
      const { token } = await city.as(viewer);
      const headers = { accept: 'text/html', cookie: `lapor_petugas=${token}` };
      const { status, text } = await city.platform.request('GET', path, { headers });
      const sees = TABLE[kind][viewer];
      expect(status, viewer).toBe(sees === NOTHING ? 404 : 200);
      expect(text.includes(BODY), viewer).toBe(sees.includes('text'));
      expect(text.includes('<summary>Pemberitahuan'), viewer).toBe(sees.includes('text'));
    }
  });

  test('tells who was told to those who may read it alone', async () => {
    for (const [viewer, sees] of Object.entries(TABLE[kind]) as [Viewer, readonly Sight[]][]) {
      const path = `/api/v1/cases/${receiptOf(kind).trackingId}/deliveries`;
      if (viewer === 'public' || viewer === 'reporter') {
        expect((await city.platform.request('GET', path)).status).toBe(401);
        continue;
      }
      const { status } = await (await city.as(viewer)).get(path);
      expect(status, viewer).toBe(sees === NOTHING ? 404 : sees.includes('text') ? 200 : 403);
    }
  });

  test('is shown beside another like it to those who may read both, and to nobody else', async () => {
    const beside = receiptOf('ordinary');
    const path = `/api/v1/cases/${beside.trackingId}/similar`;
    await besideOrdinary();
    for (const [viewer, sees] of Object.entries(TABLE[kind]) as [Viewer, readonly Sight[]][]) {
      if (viewer === 'public' || viewer === 'reporter') {
        expect((await city.platform.request('GET', path)).status).toBe(401);
        continue;
      }
      const { status, text } = await (await city.as(viewer)).get(path);
      const reads = TABLE.ordinary[viewer].includes('text');
      expect(status, viewer).toBe(reads ? 200 : 403);
      const isShown = reads && kind !== 'ordinary' && sees.includes('text');
      expect(text.includes(receiptOf(kind).trackingId), viewer).toBe(isShown);
      expect(text, viewer).not.toContain(NAME);
      expect(text, viewer).not.toContain(EMAIL);
    }
  });

  test('is shown to anybody who is about to report the same where it is ordinary, without a word of it', async () => {
    await besideOrdinary();
    const path = `/api/v1/complaints/nearby?area=${VILLAGE}&category=puskesmas`;
    const { status, text } = await city.platform.request('GET', path);
    expect(status).toBe(200);
    expect(text.includes(receiptOf(kind).trackingId)).toBe(kind === 'ordinary');
    for (const hidden of [TITLE, BODY, NAME, EMAIL]) expect(text).not.toContain(hidden);
  });

  test('stands in the lists of those who may read it, and in no other', async () => {
    for (const [viewer, sees] of Object.entries(TABLE[kind]) as [Viewer, readonly Sight[]][]) {
      if (viewer === 'public' || viewer === 'reporter') continue;
      const officer = await city.as(viewer);
      const { text } = await officer.get('/api/v1/cases?pageSize=200');
      // Lists show a subtree; the health office is above the clinic and may know of its cases, but not read them.
      if (!sees.includes('text'))
        expect(text, viewer).not.toContain(`${receiptOf(kind).trackingId}","title":"${TITLE}`);
      if (sees.includes('text')) expect(text, viewer).toContain(receiptOf(kind).trackingId);
      if (sees === NOTHING) expect(text, viewer).not.toContain(receiptOf(kind).trackingId);
      if (!sees.includes('name')) expect(text, viewer).not.toContain(NAME);
      expect(text, viewer).not.toContain(EMAIL);
    }
  });
});

describe('the unit a protected case is about', () => {
  test.each([
    ['answer', { kind: 'explained', text: 'Petugas kami tidak berbuat begitu.' }],
    ['ask', { question: 'Siapa nama Anda?' }],
    ['return', { reason: 'Bukan kami.' }],
    [
      'follow-up',
      { kind: 'inspection', text: 'Sudah kami periksa', nextStep: 'Selesai', nextDate: '2026-03-10' },
    ],
    ['dispose', { agencyId: agencyId('clinic') }],
    ['archive', { reason: 'spam', text: 'Tidak benar.' }],
    ['privacy', { protected: false }],
  ])('cannot %s: for it there is no such case', async (command, body) => {
    const { trackingId } = receiptOf('protected');
    for (const viewer of ['clinic', 'roads', 'clerk', 'leader', 'coordinator', 'cityAdmin'] as const) {
      const { token } = await city.as(viewer);
      const path = `/api/v1/cases/${trackingId}/${command}`;
      const answer = await city.platform.request('POST', path, { token, body });
      expect(answer.status, `${viewer}: ${answer.text}`).toBe(404);
    }
  });

  test('gets no mail about it', async () => {
    const { trackingIdText, trackingId } = receiptOf('protected');
    await city.mailbox.waitFor('pemeriksa.kota@kota.example', trackingIdText);
    const told = city.mailbox
      .all()
      .filter(
        ({ subject, text }) => `${subject}${text}`.includes(trackingIdText) || text.includes(trackingId),
      )
      .map(({ to }) => to);
    expect(new Set(told)).toEqual(new Set([EMAIL, 'pemeriksa.kota@kota.example']));
  });

  test('is never given it, not even by the inspectorate that holds it', async () => {
    const inspector = await city.as('inspector');
    const { trackingId } = await city.file(
      aboutARoad({ aboutOfficial: true, agency: agencyId('roads'), anonymous: true }),
      { prefer: 'wait=5' },
    );
    expect((await inspector.view(trackingId)).legal).toContain('dispose');
    const answer = await inspector.try(trackingId, { command: 'dispose', agencyId: agencyId('roads') });
    expect(answer.status, answer.text).toBe(400);
    expect(answer.json).toMatchObject({ issues: [{ field: 'agencyId' }] });
    await inspector.do(trackingId, { command: 'dispose', agencyId: agencyId('inspectorate') });
    expect((await inspector.do(trackingId, solved({ kind: 'explained' }))).status).toBe('answered');
    const { token } = await city.as('roads');
    const seen = await city.platform.request('GET', `/api/v1/cases/${trackingId}`, { token });
    expect(seen.status).toBe(404);
  });
});

describe('what leaves the platform (pain 5)', () => {
  test('notices of secret and protected cases carry code and status only', async () => {
    for (const kind of ['secret', 'protected'] as const) {
      const mail = await city.mailbox.waitFor(EMAIL, receiptOf(kind).trackingIdText);
      expect(`${mail.subject}\n${mail.text}`).not.toMatch(/puskesmas|pemerintah|kesehatan/i);
    }
  });

  test('no mail has a word of a complaint or the name of a reporter', async () => {
    await city.mailbox.waitFor('petugas.puskesmas@kota.example', receiptOf('anonymous').trackingIdText);
    for (const { subject, text } of city.mailbox.all()) {
      expect(`${subject}\n${text}`).not.toContain('Judul yang');
      expect(`${subject}\n${text}`).not.toContain(BODY.slice(0, 20));
      expect(`${subject}\n${text}`).not.toContain('Kartini');
    }
  });

  test('all of them are counted', async () => {
    expect((await city.summaryOf({ received: 5, followedUp: 1 })).figures.byStatus).toMatchObject({
      unverified: 1,
      assigned: 3,
      answered: 1,
    });
  });
});
