import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad, followUp, forTriage, solved } from './builders.ts';
import { agencyId } from './city.ts';
import { good, openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { changeAllThatIsKept, KEPT } from './fixtures/change-all-that-is-kept.ts';

/** One identity per way in, none of which occurs anywhere else. */
const PLANTED = {
  name: 'Sumarliyahname',
  email: 'sumarliyahmail@warga.example',
  phone: '81277123987',
  title: 'Sumarliyahtitle',
  body: 'Sumarliyahbody',
  address: 'Sumarliyahaddress',
  message: 'Sumarliyahmessage',
  question: 'Sumarliyahquestion',
  reply: 'Sumarliyahreply',
  note: 'Sumarliyahnote',
  followUp: 'Sumarliyahfollowup',
  nextStep: 'Sumarliyahnextstep',
  answer: 'Sumarliyahanswer',
  evidence: 'Sumarliyahevidence',
  verdict: 'Sumarliyahverdict',
  fileName: 'Sumarliyahfilename',
  exif: 'Sumarliyahexif',
  sms: 'Sumarliyahsms',
  smsPhone: '81277123654',
  slip: 'Sumarliyahslip',
  slipName: 'Sumarliyahslipname',
  refused: 'Sumarliyahrefused',
  wrongField: 'Sumarliyahwrongfield',
  archive: 'Sumarliyaharchive',
  hold: 'Sumarliyahhold',
  breach: 'Sumarliyahbreach',
  account: 'Sumarliyahaccount',
  key: 'Sumarliyahkey',
  absence: 'Sumarliyahabsence',
  template: 'Sumarliyahtemplate',
  tree: 'Sumarliyahtree',
  competence: 'Sumarliyahcompetence',
  category: 'Sumarliyahcategory',
  policy: 'Sumarliyahpolicy',
  calendar: 'Sumarliyahcalendar',
} as const;

let city: CityAtWork;
let trackingId: string;
let histories: Awaited<ReturnType<typeof changeAllThatIsKept>>;
beforeAll(async () => {
  city = await openCity(inject('installedCity'), { LAPOR_LOG_LEVEL: 'debug' });
  trackingId = await plantEverywhere();
  await city.summaryOf({ received: 3, followedUp: 1 });
});
afterAll(() => city.close());

/** A life in which every way in is used. */
async function plantEverywhere(): Promise<string> {
  const [admin, roads, clerk] = await Promise.all([city.as('cityAdmin'), city.as('roads'), city.as('clerk')]);
  const receipt = await city.file(
    forTriage({
      title: `Pak ${PLANTED.title} tidak hadir`,
      body: `Nama saya ${PLANTED.body}, hubungi 0${PLANTED.phone}.`,
      address: `Rumah ${PLANTED.address}`,
      reporter: { name: PLANTED.name, email: PLANTED.email, phone: `0${PLANTED.phone}` },
    }),
  );
  const { trackingId: id, accessCode } = receipt;
  const path = `/api/v1/complaints/${id}`;
  await city.platform.request('POST', `${path}/messages`, {
    accessCode,
    body: { text: `Dari ${PLANTED.message}` },
  });
  await addPhoto(`${path}/attachments`, accessCode);
  await admin.do(id, { command: 'ask', question: `Apakah Bu ${PLANTED.question} ada di sana?` });
  good(await city.reporter(receipt, { command: 'reply', text: `Ya, dengan ${PLANTED.reply}` }), 200);
  await admin.do(id, { command: 'dispose', agencyId: agencyId('roads'), note: `Temui ${PLANTED.note}` });
  await roads.do(
    id,
    followUp({
      text: `Sudah menemui ${PLANTED.followUp} di lokasi`,
      nextStep: `Menelepon ${PLANTED.nextStep}`,
    }),
  );
  await roads.do(
    id,
    solved({ text: `Selesai bersama ${PLANTED.answer}`, evidence: [`foto ${PLANTED.evidence}.jpg`] }),
  );
  good(await city.reporter(receipt, { command: 'not-solved', text: `Kata ${PLANTED.verdict} belum` }), 200);
  // Refusals must not keep words either, in no log and no store.
  await roads.try(id, { command: 'dispose', agencyId: agencyId('clinic'), note: PLANTED.refused });
  await city.platform.request('POST', '/api/v1/complaints', {
    body: { ...aboutARoad(), [PLANTED.wrongField]: PLANTED.refused, area: '99.99' },
  });
  const slip = { batch: 'kotak-1', line: 2, text: PLANTED.slip, name: PLANTED.slipName, area: '21.71' };
  const entered = await city.platform.request('POST', '/api/v1/slips', { token: clerk.token, body: slip });
  const { trackingId: slipId } = good<{ trackingId: string }>(entered, 201);
  await admin.do(slipId, { command: 'archive', reason: 'too_vague', text: `Slip dari ${PLANTED.archive}` });
  const message = {
    id: 'sms-1',
    from: `0${PLANTED.smsPhone}`,
    text: `Saya ${PLANTED.sms}, got di depan rumah mampet`,
  };
  good(await city.sms.deliver(city.platform, message, city.now()), 200);
  const national = await city.as('national');
  await national.do(id, { command: 'legal-hold', reason: `Perkara ${PLANTED.hold}` });
  await listBreach(national.token);
  histories = await changeAllThatIsKept(city, (kept) => `Diminta oleh ${PLANTED[kept]}`);
  return id;
}

/** Whom a breach concerns: sealed, whoever looks on the way sees nothing. */
async function listBreach(token: string): Promise<void> {
  const { publicKey } = generateKeyPairSync('x25519');
  const body = {
    from: '2026-01-01T00:00:00Z',
    to: '2027-01-01T00:00:00Z',
    reason: `Tiket ${PLANTED.breach}`,
    key: publicKey.export({ format: 'jwk' }),
  };
  const listed = await city.platform.request('POST', '/api/v1/operations/breach-listings', { token, body });
  expect(listed.text).toContain('"counts":{"complaints":3');
  expect(plantedIn(Buffer.from(listed.text))).toEqual([]);
}

async function addPhoto(path: string, accessCode: string): Promise<void> {
  const photo = await sharp({ create: { width: 80, height: 60, channels: 3, background: 'olive' } })
    .withExif({ IFD0: { Artist: PLANTED.exif, ImageDescription: PLANTED.exif } })
    .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><owner>${PLANTED.exif}</owner></x:xmpmeta>`)
    .jpeg()
    .toBuffer();
  expect(photo.includes(PLANTED.exif)).toBe(true);
  const form = new FormData();
  form.append('image', new Blob([photo]), `${PLANTED.fileName}.jpg`);
  good(await city.platform.request('POST', path, { accessCode, body: form }), 201);
}

/** The text as it may lie somewhere: plain, in UTF-16, in hex, and in base64 whatever stands before it. */
function formsOf(text: string): readonly (string | Buffer)[] {
  const bytes = Buffer.from(text);
  const base64 = [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '');
    // The characters that other bytes have a part in are left out.
    return encoded.slice(before === 0 ? 0 : before + 1, -2);
  });
  return [
    text,
    text.toLowerCase(),
    text.toUpperCase(),
    Buffer.from(text, 'utf16le'),
    bytes.toString('hex'),
    ...base64,
  ];
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** What all of them have a part of: looked for first, for there is much to look through. */
const ROOTS = ['Sumarliyah', 'sumarliyah', PLANTED.phone, PLANTED.smsPhone].flatMap(formsOf);

/** Which planted identities lie in these bytes. */
function plantedIn(bytes: Buffer): readonly string[] {
  if (!ROOTS.some((form) => bytes.includes(form))) return [];
  return Object.values(PLANTED).filter((planted) => formsOf(planted).some((form) => bytes.includes(form)));
}

function plantedOnDisk(): Readonly<Record<string, readonly string[]>> {
  const found = filesBelow(city.platform.dataFolder)
    .map((file) => [file, [...plantedIn(readFileSync(file)), ...plantedIn(Buffer.from(file))]] as const)
    .filter(([, planted]) => planted.length > 0);
  return Object.fromEntries(found);
}

describe('identities planted on every way in', () => {
  test('would be found, however they are written down', () => {
    for (const [before, planted] of ['', 'x', 'xy', 'xyz'].flatMap((text) =>
      Object.values(PLANTED).map((each) => [text, each] as const),
    )) {
      const bytes = Buffer.from(`${before}${planted} and more`);
      for (const written of [
        bytes,
        bytes.toString('base64'),
        bytes.toString('base64url'),
        bytes.toString('hex'),
      ])
        expect(plantedIn(Buffer.from(written))).toContain(planted);
    }
  });

  test('are all there for those who may read them', async () => {
    const { text } = await (await city.as('roads')).get(`/api/v1/cases/${trackingId}`);
    for (const place of [
      'title',
      'body',
      'address',
      'message',
      'reply',
      'followUp',
      'answer',
      'name',
    ] as const)
      expect(text, place).toContain(PLANTED[place]);
  });

  test.each(KEPT)(
    'are there as the reason of a changed %s, for the admins who look after it',
    async (kept) => {
      expect(plantedIn(Buffer.from(await histories[kept]()))).toContain(PLANTED[kept]);
    },
  );

  test('lie in no file of the running platform: database, its log, attachments', () => {
    const files = filesBelow(city.platform.dataFolder);
    expect(files.some((file) => file.endsWith('lapor.db'))).toBe(true);
    expect(files.some((file) => file.includes('/files/'))).toBe(true);
    // The search finds what is there in clear.
    expect(files.some((file) => readFileSync(file).includes(trackingId))).toBe(true);
    expect(plantedOnDisk()).toEqual({});
  });

  test('are in no log line, and in no figure, metric or public answer', async () => {
    expect(plantedIn(Buffer.from(city.platform.said()))).toEqual([]);
    for (const path of [
      '/metrics',
      '/api/v1/reports/summary?from=2026-01-01&to=2026-12-31',
      `/api/v1/complaints/${trackingId}`,
      `/lacak/${trackingId}`,
    ]) {
      const { text } = await city.platform.request('GET', path);
      expect(plantedIn(Buffer.from(text)), path).toEqual([]);
    }
  });

  test('are in no mail but as its address, and in no text message', async () => {
    await city.mailbox.waitFor(PLANTED.email, 'sudah dijawab');
    for (const { subject, text } of city.mailbox.all())
      expect(plantedIn(Buffer.from(subject + text))).toEqual([]);
    for (const { text } of city.sms.to(`+62${PLANTED.smsPhone}`))
      expect(plantedIn(Buffer.from(text))).toEqual([]);
  });

  test('lie in no file after a kill, and after a clean stop', async () => {
    await city.platform.kill9();
    expect(plantedOnDisk()).toEqual({});
    await city.platform.start();
    expect(await city.platform.stop()).toBe(0);
    expect(plantedOnDisk()).toEqual({});
    expect(plantedIn(Buffer.from(city.platform.said()))).toEqual([]);
  });
});
