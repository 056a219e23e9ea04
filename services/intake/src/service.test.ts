import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { create } from '@bufbuild/protobuf';
import { CallerKind, CallerSchema, Channel } from '@lapor/contracts/common/v1/common';
import { EventsService } from '@lapor/contracts/events/v1/events';
import { IntakeService } from '@lapor/contracts/intake/v1/intake_service';
import { isTrackingId } from '@lapor/kernel';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signSms } from './channels/sms-signature.ts';
import { SYSTEM_CALLER } from '@lapor/contracts';
import { SMS_SECRET, startIntake } from './fixtures/running-intake.ts';
import type { RunningIntake } from './fixtures/running-intake.ts';

const OFFICER = create(CallerSchema, { kind: CallerKind.OFFICER, officerId: 'O1' });

let intake: RunningIntake;
beforeAll(async () => {
  intake = await startIntake();
});
afterAll(() => intake.platform.stop());

const remote = () => intake.platform.client('intake', IntakeService);
const file = (body: object, headers: Record<string, string> = {}) =>
  intake.post('/api/v1/complaints', { area: '21.71', ...body }, headers);

async function filed(body: object, headers: Record<string, string> = {}) {
  const { status, json } = await file(body, headers);
  expect(status).toBe(201);
  return json as { trackingId: string; accessCode: string; danger: boolean; emergencyNumbers: string[] };
}

async function eventsOf(aggregateId: string) {
  const { events } = await intake.platform
    .client('intake', EventsService)
    .getEvents({ aggregateId, fromPubSeq: 1 }, { caller: SYSTEM_CALLER });
  return events.map(({ type, pubSeq }) => ({ type: type.split('.').at(-1), pubSeq }));
}

async function sendSms(id: string, text: string, from = '0811 7777 001') {
  const body = Buffer.from(JSON.stringify({ id, from, text }));
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = signSms(SMS_SECRET, timestamp, body);
  return intake.post('/channels/sms', body, { 'lapor-timestamp': timestamp, 'lapor-signature': signature });
}

describe('filing', () => {
  it('answers with a receipt and publishes the filing without a word of it', async () => {
    const answer = await file({
      body: 'Lampu jalan mati',
      reporter: { name: 'Budi', phone: '0812 3456 789' },
    });
    expect(answer.status).toBe(201);
    const { trackingId, accessCode } = answer.json as { trackingId: string; accessCode: string };
    expect(isTrackingId(trackingId)).toBe(true);
    expect(accessCode).toMatch(/^[0-9A-Z]{8}$/);
    expect(answer.headers.get('location')).toBe(`/api/v1/complaints/${trackingId}`);
    const { filing } = await remote().getFiling({ trackingId }, { caller: SYSTEM_CALLER });
    expect(filing).toMatchObject({ trackingId, channel: Channel.WEB, reachable: true, anonymous: false });
    expect(await eventsOf(trackingId)).toEqual([{ type: 'ComplaintFiled', pubSeq: 1 }]);
  });

  it('answers the same to the same key and content, 422 to another content', async () => {
    const key = { 'idempotency-key': 'a-key-of-this-test' };
    const body = { body: 'Air mati', reporter: { phone: '08123456700' } };
    const first = await file(body, key);
    const again = await file(body, key);
    expect(again.status).toBe(201);
    expect(again.json).toEqual(first.json);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    for (const other of [{ ...body, body: 'Air keruh' }, { ...body, danger: true }, { body: 'Air mati' }]) {
      const refused = await file(other, key);
      expect(refused.status).toBe(422);
      expect(refused.json['issues']).toMatchObject([{ field: 'Idempotency-Key' }]);
    }
    expect(await eventsOf(first.json['trackingId'] as string)).toHaveLength(1);
    const contact = await remote().resolveContact(
      { trackingId: first.json['trackingId'] as string },
      { caller: SYSTEM_CALLER },
    );
    expect(contact.phone).toBe('+628123456700');
  });

  it('files one complaint for twenty posts of the same key at once', async () => {
    const posts = Array.from({ length: 20 }, () =>
      file({ body: 'Sampah menumpuk' }, { 'idempotency-key': 'twenty-times-at-once' }),
    );
    const answers = await Promise.all(posts);
    expect(new Set(answers.map(({ json }) => json['trackingId'])).size).toBe(1);
    expect(await eventsOf(String(answers[0]?.json['trackingId']))).toHaveLength(1);
  });

  it('reads danger out of the words and says whom to call', async () => {
    const receipt = await filed({ body: 'Kabel listrik putus di depan SD' });
    expect(receipt).toMatchObject({ danger: true, emergencyNumbers: ['112', '110', '119'] });
  });

  it('survives a restart', async () => {
    const { trackingId } = await filed({ body: 'Sebelum mati lampu' });
    await intake.platform.restart();
    const { body } = await remote().getSubmission({ trackingId }, { caller: SYSTEM_CALLER });
    expect(body).toBe('Sebelum mati lampu');
  });
});

describe('what others may ask', () => {
  it('gives words and contact to services alone', async () => {
    const { trackingId } = await filed({ body: 'Rahasia', secret: true, reporter: { email: 'a@contoh.id' } });
    const contact = await remote().resolveContact({ trackingId }, { caller: SYSTEM_CALLER });
    expect(contact).toMatchObject({ email: 'a@contoh.id', language: 'id', codeOnly: true });
    await expect(remote().resolveContact({ trackingId }, { caller: OFFICER })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(remote().getSubmission({ trackingId })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      remote().getFiling({ trackingId: '0000000000' }, { caller: SYSTEM_CALLER }),
    ).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('tells services what the reporter wrote later, when they ask for it', async () => {
    const { trackingId, accessCode } = await filed({ body: 'Lampu padam' });
    for (const text of ['Sudah seminggu', 'Masih padam'])
      await intake.post(`/api/v1/complaints/${trackingId}/messages`, { text }, { 'access-code': accessCode });
    const asked = (withMessages: boolean) =>
      remote().getSubmission({ trackingId, withMessages }, { caller: SYSTEM_CALLER });
    expect(await asked(true)).toMatchObject({
      body: 'Lampu padam',
      messages: ['Sudah seminggu', 'Masih padam'],
    });
    expect((await asked(false)).messages).toEqual([]);
  });

  it('tells the words of several complaints at once, to services alone', async () => {
    const one = await filed({ title: 'Lampu', body: 'Lampu mati' });
    const other = await filed({ body: 'Parit penuh' });
    const text = 'Masih penuh';
    const path = `/api/v1/complaints/${other.trackingId}/messages`;
    await intake.post(path, { text }, { 'access-code': other.accessCode });
    const trackingIds = [one.trackingId, '0000000000', other.trackingId, one.trackingId];
    const asked = { trackingIds, withMessages: true };
    const { submissions } = await remote().getSubmissions(asked, { caller: SYSTEM_CALLER });
    const byId = new Map(submissions.map((words) => [words.trackingId, words]));
    expect([...byId.keys()].sort()).toEqual([one.trackingId, other.trackingId].sort());
    expect(submissions).toHaveLength(2);
    expect(byId.get(one.trackingId)).toMatchObject({ title: 'Lampu', body: 'Lampu mati', messages: [] });
    expect(byId.get(other.trackingId)).toMatchObject({ body: 'Parit penuh', messages: [text] });
    await expect(remote().getSubmissions(asked, { caller: OFFICER })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('refuses a wrong access code, and lets the right one in after a hundred wrong ones', async () => {
    const { trackingId, accessCode } = await filed({ body: 'Coba tebak' });
    const write = (code: string) =>
      intake.post(`/api/v1/complaints/${trackingId}/messages`, { text: 'x' }, { 'access-code': code });
    const guesses = Array.from({ length: 120 }, () => write('AAAAAAAA'));
    expect(new Set((await Promise.all(guesses)).map(({ status }) => status))).toEqual(new Set([401]));
    expect((await write(accessCode)).status).toBe(201);
  });
});

describe('messages and images', () => {
  it('takes what the reporter adds, once', async () => {
    const { trackingId, accessCode } = await filed({ body: 'Jalan rusak' });
    const headers = { 'access-code': accessCode.toLowerCase(), 'idempotency-key': 'message-one' };
    const path = `/api/v1/complaints/${trackingId}/messages`;
    const first = await intake.post(path, { text: 'Masih rusak' }, headers);
    expect(first.status).toBe(201);
    expect((await intake.post(path, { text: 'Masih rusak' }, headers)).json).toEqual(first.json);
    const other = await intake.post(path, { text: 'Lain' }, headers);
    expect(other.status).toBe(422);
    // Under which id it lies inside is nobody's business.
    expect(JSON.stringify(other.json)).not.toContain('message-');
    expect(await eventsOf(trackingId)).toEqual([
      { type: 'ComplaintFiled', pubSeq: 1 },
      { type: 'ReporterMessageAdded', pubSeq: 2 },
    ]);
  });

  it('encodes images anew, without EXIF, and keeps five', async () => {
    const { trackingId, accessCode } = await filed({ body: 'Foto' });
    const photo = await sharp({ create: { width: 3000, height: 40, channels: 3, background: 'red' } })
      .withExif({ IFD0: { Artist: 'Budi Santoso Exif' }, IFD3: { GPSLatitude: '1/1' } })
      .jpeg()
      .toBuffer();
    expect((await sharp(photo).metadata()).exif).toBeDefined();
    const send = async (...images: readonly Uint8Array[]) => {
      const form = new FormData();
      for (const image of images) form.append('image', new Blob([Buffer.from(image)]), 'Budi Santoso.jpg');
      const response = await fetch(`${intake.url}/api/v1/complaints/${trackingId}/attachments`, {
        method: 'POST',
        headers: { 'access-code': accessCode },
        body: form,
      });
      return { status: response.status, json: (await response.json()) as Record<string, unknown> };
    };
    const added = await send(photo, photo);
    expect(added.status).toBe(201);
    const [one, same] = added.json['attachments'] as { id: string; width: number }[];
    expect(one).toMatchObject({ width: 2048, contentType: 'image/jpeg' });
    expect(same).toEqual(one);
    for (const size of ['', '/thumbnail']) {
      const path = `${intake.url}/api/v1/complaints/${trackingId}/attachments/${one?.id}${size}`;
      const response = await fetch(path, { headers: { 'access-code': accessCode } });
      const bytes = Buffer.from(await response.arrayBuffer());
      expect((await sharp(bytes).metadata()).exif).toBeUndefined();
      expect(bytes.includes('Budi')).toBe(false);
      expect((await fetch(path)).status).toBe(401);
    }
    const square = await sharp({ create: { width: 500, height: 500, channels: 3, background: 'navy' } })
      .png()
      .toBuffer();
    const atOnce = await Promise.all(Array.from({ length: 6 }, () => send(square)));
    expect(atOnce.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201, 201]);
    expect(new Set(atOnce.map(({ json }) => JSON.stringify(json))).size).toBe(1);
    expect((await send(Buffer.from('not an image'))).status).toBe(415);
    expect((await send(Buffer.alloc(10 * 1024 * 1024 + 1))).status).toBe(413);
    const others = await Promise.all(
      ['green', 'blue', 'white'].map((background) =>
        sharp({ create: { width: 20, height: 20, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    for (const other of others) expect((await send(other)).status).toBe(201);
    const sixth = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'pink' } })
      .png()
      .toBuffer();
    expect((await send(sixth)).status).toBe(422);
  });

  it('takes all images of a request or none, and says of a broken form that it is', async () => {
    const { trackingId, accessCode } = await filed({ body: 'Banyak foto' });
    const path = `/api/v1/complaints/${trackingId}`;
    const photos = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((width) =>
        sharp({ create: { width, height: 9, channels: 3, background: 'red' } })
          .png()
          .toBuffer(),
      ),
    );
    const part = (name: string, bytes: Uint8Array, file = '; filename="a.png"') =>
      Buffer.concat([
        Buffer.from(`--cut\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n`),
        bytes,
        Buffer.from('\r\n'),
      ]);
    const form = (...parts: readonly Uint8Array[]) => Buffer.concat([...parts, Buffer.from('--cut--\r\n')]);
    const images = photos.map((photo) => part('image', photo));
    const [first = Buffer.alloc(0)] = images;
    const multipart = 'multipart/form-data; boundary=cut';
    for (const [bytes, contentType, status, field] of [
      [form(...images), multipart, 422, 'image'],
      [form(first, part('image', Buffer.from('no image'))), multipart, 415, 'image'],
      [form(first, part('caption', Buffer.from('x'), '')), multipart, 400, 'caption'],
      [form(first, part('image', Buffer.from('x'), '')), multipart, 400, 'image'],
      [form(first).subarray(0, -30), multipart, 400, 'body'],
      [form(first), 'multipart/form-data; boundary=other', 400, 'body'],
      [form(first), 'multipart/form-data', 400, 'body'],
      [form(), multipart, 400, 'image'],
    ] as const) {
      const headers = { 'access-code': accessCode, 'content-type': contentType };
      const answer = await intake.post(`${path}/attachments`, bytes, headers);
      expect({ status: answer.status, issues: answer.json['issues'] }).toMatchObject({
        status,
        issues: [{ field }],
      });
    }
    expect(await eventsOf(trackingId)).toEqual([{ type: 'ComplaintFiled', pubSeq: 1 }]);
    const headers = { 'access-code': accessCode, 'content-type': multipart };
    const five = await intake.post(`${path}/attachments`, form(...images.slice(1)), headers);
    expect(five.status).toBe(201);
    expect(await eventsOf(trackingId)).toHaveLength(6);
  });
});

describe('text messages', () => {
  it('files, answers with the number, and the same message again is the same', async () => {
    const first = await sendSms('m1', 'ADA KEBAKARAN di pasar');
    expect(first.status).toBe(200);
    const { reply, trackingId } = first.json as { reply: string; trackingId: string };
    expect(reply).toContain('112');
    expect(reply).toContain(trackingId.slice(0, 4));
    expect((await sendSms('m1', 'ADA KEBAKARAN di pasar')).json).toEqual(first.json);
    expect(await eventsOf(trackingId)).toHaveLength(1);
  });

  it('is no answer to a case that somebody else filed with the number', async () => {
    await filed({ body: 'Laporan orang lain', reporter: { phone: '0811 7777 002' } });
    const thanks = await sendSms('m4', 'Terima kasih', '0811 7777 002');
    expect(thanks.json).toEqual({ reply: expect.stringContaining('Untuk melapor') });
    const own = await sendSms('m5', 'Got tersumbat di depan toko', '0811 7777 002');
    expect(own.json['reply']).toContain('Laporan diterima');
    expect((await sendSms('m6', 'Terima kasih', '0811 7777 002')).json['trackingId']).toBe(
      own.json['trackingId'],
    );
  });

  it('takes thanks for a message, not for a verdict or a complaint', async () => {
    const { json } = await sendSms('m2', 'Terima kasih banyak');
    expect(json['reply']).toContain('Statusnya tidak berubah');
    expect(await eventsOf(String(json['trackingId']))).toEqual([
      { type: 'ComplaintFiled', pubSeq: 1 },
      { type: 'ReporterMessageAdded', pubSeq: 2 },
    ]);
  });
});

describe('the document', () => {
  it('is OpenAPI 3.1, names every address, and is readable without scripts', async () => {
    const { json } = await intake.get('/openapi.json');
    expect(json['openapi']).toBe('3.1.0');
    const paths = Object.keys(json['paths'] as object);
    for (const path of ['/api/v1/complaints', '/api/v1/cases/{caseId}/follow-up', '/channels/sms'])
      expect(paths).toContain(path);
    const page = await intake.get('/docs');
    expect(page.json['text']).toContain('/api/v1/complaints/{trackingId}/not-solved');
    expect(page.json['text']).toContain('Say that the answer did not solve it');
    expect(page.json['text']).not.toMatch(/`|id="[^"]* [^"]*"/);
    expect(page.json['text']).not.toMatch(/<script|https?:\/\/(?!www\.w3)/);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
  });
});

describe('privacy', () => {
  it('leaves no name, number or word in clear in any file', async () => {
    await filed({
      title: 'Judul Zainuddinwati',
      body: 'Isi Zainuddinwati 081298765432',
      address: 'Gang Zainuddinwati',
      reporter: { name: 'Zainuddinwati', phone: '081298765432', email: 'zainuddinwati@contoh.id' },
    });
    await sendSms('m3', 'Laporan Zainuddinwati di gang buntu');
    const found = filesBelow(intake.platform.dataFolder).filter((path) => {
      const bytes = readFileSync(path);
      return ['ainuddinwati', '81298765432', '8117777001', 'KEBAKARAN'].some((word) => bytes.includes(word));
    });
    expect(found).toEqual([]);
  });
});

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
