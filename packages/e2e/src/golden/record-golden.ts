import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gzipSync } from 'node:zlib';
import type { Receipt } from '@lapor/portal';
import { openEmbeddedDocuments } from '@lapor/store';
import sharp from 'sharp';
import { aboutARoad, aboutTheClinic, followUp, forTriage, solved } from '../builders.ts';
import { agencyId, enterCity, FIRST_PASSWORD, settleAdmin, signIn } from '../city.ts';
import { good, MORNING, openCity } from '../city-at-work.ts';
import type { CityAtWork } from '../city-at-work.ts';
import { startPlatform } from '../start-platform.ts';
import { embeddedJson } from './embedded-json.ts';
import { FIRST, GOLDEN_NOW } from './golden-files.ts';

// Writes down what this version stores and sends, for later versions to be held to. Run once per release:
//   npm run golden -w packages/e2e

if (existsSync(FIRST)) throw new Error(`${FIRST} is there: what a release left is not written again`);

async function installed(): Promise<string> {
  const platform = await startPlatform({ env: { LAPOR_ADMIN_PASSWORD: FIRST_PASSWORD } });
  await settleAdmin(platform);
  await enterCity(platform, await signIn(platform, 'national'));
  await platform.stop();
  return platform.folder;
}

/** Through every row of the life of a case. */
async function liveThrough(city: CityAtWork): Promise<readonly Receipt[]> {
  const [admin, roads, clinic] = await Promise.all([
    city.as('cityAdmin'),
    city.as('roads'),
    city.as('clinic'),
  ]);
  const receipts: Receipt[] = [];
  const file = async (body: Parameters<CityAtWork['file']>[0]) => {
    const receipt = await city.file(body, { prefer: 'wait=5' });
    receipts.push(receipt);
    return receipt;
  };
  const says = async (receipt: Receipt, command: Parameters<CityAtWork['reporter']>[1]) =>
    good(await city.reporter(receipt, command), 200);
  const reporter = { name: 'Siti Rahma', email: 'siti@warga.example', phone: '0812-7770-0011' };

  const whole = await file(aboutARoad({ title: 'Lubang di pasar', reporter }));
  await attach(city, whole);
  await roads.do(whole.trackingId, followUp());
  await roads.do(whole.trackingId, solved());
  await says(whole, { command: 'not-solved', text: 'Masih berlubang di sisi kiri.' });
  await roads.do(whole.trackingId, solved());
  await says(whole, { command: 'solved' });
  await says(whole, { command: 'rating', rating: 3 });
  await says(whole, { command: 'reopen', text: 'Tambalannya lepas lagi.' });

  const asked = await file(forTriage({ title: 'Di mana?', reporter: { email: 'budi@warga.example' } }));
  await admin.do(asked.trackingId, { command: 'ask', question: 'Di jalan apa tepatnya?' });
  await says(asked, { command: 'reply', text: 'Jalan Merdeka nomor sepuluh.' });
  await admin.do(asked.trackingId, { command: 'dispose', agencyId: agencyId('roads'), note: 'Mohon dicek.' });
  await roads.do(asked.trackingId, {
    command: 'return',
    reason: 'Bukan kewenangan kami, ini halaman puskesmas.',
    betterAgencyId: agencyId('clinic'),
  });
  await admin.do(asked.trackingId, { command: 'dispose', agencyId: agencyId('health') });

  const archived = await file(forTriage({ title: 'Iseng', reporter: { email: 'iseng@warga.example' } }));
  await admin.do(archived.trackingId, { command: 'archive', reason: 'test', text: 'Hanya percobaan.' });
  await says(archived, { command: 'object', text: 'Ini bukan percobaan, mohon dibaca lagi.' });
  const national = await city.as('national');
  await national.do(archived.trackingId, {
    command: 'refer',
    bodyName: 'Polresta',
    contact: '110',
    reference: 'LP/17',
    text: 'Diteruskan.',
  });

  const secret = await file(aboutTheClinic({ title: 'Antrean', secret: true }));
  await clinic.do(secret.trackingId, solved({ evidence: ['https://kota.example/foto/1.jpg'] }));

  const withdrawn = await file(aboutTheClinic({ reporter: { email: 'rina@warga.example' } }));
  await admin.do(withdrawn.trackingId, {
    command: 'reclassify',
    type: 'information',
    reason: 'Hanya bertanya.',
  });
  await says(withdrawn, { command: 'privacy', anonymous: true });
  await says(withdrawn, { command: 'withdraw', text: 'Sudah selesai sendiri.' });
  return receipts;
}

async function attach(city: CityAtWork, { trackingId, accessCode }: Receipt): Promise<void> {
  const background = { r: 90, g: 80, b: 70 };
  const png = await sharp({ create: { width: 48, height: 32, channels: 3, background } })
    .png()
    .toBuffer();
  const form = new FormData();
  form.set('image', new Blob([new Uint8Array(png)]), 'foto.png');
  const path = `/api/v1/complaints/${trackingId}/attachments`;
  good(await city.platform.request('POST', path, { accessCode, body: form }), 201);
}

async function record(): Promise<void> {
  const folder = await installed();
  const city = await openCity({ folder }, { LAPOR_LOG_LEVEL: 'warn' });
  const receipts = await liveThrough(city);
  await city.moveClock(Date.parse(GOLDEN_NOW) - MORNING.getTime());
  const seen: Record<string, unknown> = {};
  const admin = await city.as('cityAdmin');
  for (const { trackingId, accessCode } of receipts)
    seen[trackingId] = {
      reporter: await city.view(trackingId, accessCode),
      officer: await admin.view(trackingId),
    };
  const { figures } = await city.summaryOf({ received: receipts.length, closed: 1, done: 3 });
  await city.platform.stop();
  mkdirSync(FIRST, { recursive: true });
  write('views.json', `${JSON.stringify({ receipts, seen, figures }, undefined, 1)}\n`);
  await recordData(city.platform.dataFolder, join(city.platform.folder, 'keys'));
  await city.close();
  rmSync(folder, { recursive: true });
}

async function recordData(data: string, keys: string): Promise<void> {
  const database = new DatabaseSync(join(data, 'lapor.db'), { readOnly: true });
  const documents = openEmbeddedDocuments(database);
  const lines: string[] = [];
  for (const name of await documents.collections())
    for await (const batch of documents.read(name, 500))
      lines.push(...batch.map((document) => embeddedJson.text({ ...name, document })));
  write('documents.ndjson.gz', gzipSync(lines.join('\n'), { level: 9 }));
  const sent = database.prepare('SELECT event FROM bus_event ORDER BY position').all();
  const events = sent.map(({ event }) => JSON.parse(String(event)) as { type: string; body: string });
  // The one of each type that says most.
  const longest = new Map<string, { type: string; body: string }>();
  for (const { type, body } of events)
    if (body.length > (longest.get(type)?.body.length ?? 0)) longest.set(type, { type, body });
  const chosen = [...longest.values()].toSorted((one, other) => one.type.localeCompare(other.type));
  write('events.ndjson', `${chosen.map((event) => JSON.stringify(event)).join('\n')}\n`);
  database.close();
  cpSync(join(data, 'key-check'), join(FIRST, 'key-check'));
  cpSync(join(data, 'files'), join(FIRST, 'files'), { recursive: true });
  mkdirSync(join(FIRST, 'keys'), { recursive: true });
  cpSync(join(keys, 'master.key'), join(FIRST, 'keys', 'master.key'));
}

function write(name: string, content: string | Uint8Array): void {
  writeFileSync(join(FIRST, name), content);
}

await record();
