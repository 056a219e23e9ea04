import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad, solved } from './builders.ts';
import { agencyId } from './city.ts';
import { openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import type { Answer, RequestOptions } from './platform.ts';
import { signed } from './sms-gateway.ts';
import { formWith } from './pictures.ts';

let city: CityAtWork;
/** A case of the roads unit that nothing below may change. */
let trackingId: string;
let accessCode: string;
const tokens = { roads: '', clinic: '', cityAdmin: '', leader: '' };

beforeAll(async () => {
  city = await openCity(inject('installedCity'));
  const receipt = await city.file(aboutARoad(), { prefer: 'wait=5' });
  ({ trackingId, accessCode } = receipt);
  // Its second version: the first one is stale from here on.
  await city.reporter(receipt, { command: 'privacy', anonymous: true });
  for (const name of Object.keys(tokens) as (keyof typeof tokens)[])
    tokens[name] = (await city.as(name)).token;
  await city.summaryOf({ received: 1 });
});
afterAll(() => city.close());

interface BadInput {
  readonly what: string;
  readonly path?: string;
  readonly method?: string;
  readonly send: () => RequestOptions;
  readonly status: number;
  /** The field named in `issues`; undefined where the refusal is not about a field. */
  readonly field?: string;
  /** Part of the rule, or of the detail where no field is named. */
  readonly rule: RegExp;
}

const COMPLAINTS = '/api/v1/complaints';
const oneMegabyte = 1024 * 1024;
const command = (name: string) => `/api/v1/cases/{id}/${name}`;
const officer = (name: keyof typeof tokens, body: unknown, headers = {}): RequestOptions => ({
  token: tokens[name],
  body,
  headers,
});
const { command: _answer, ...answer } = solved();
const NEWCOMER = { username: 'baru.pu', name: 'Orang Baru', role: 'liaison' };
const sms = JSON.stringify({ id: 'x1', from: '081277700044', text: 'Sampah' });

const TABLE: readonly BadInput[] = [
  {
    what: 'an unknown field',
    send: () => ({ body: { ...aboutARoad(), priority: 'high' } }),
    status: 400,
    field: 'priority',
    rule: /not a known field/,
  },
  {
    what: 'an unknown field inside',
    send: () => ({ body: { ...aboutARoad(), reporter: { name: 'Siti', nik: '2171' } } }),
    status: 400,
    field: 'reporter.nik',
    rule: /not a known field/,
  },
  {
    what: 'a wrong type',
    send: () => ({ body: { ...aboutARoad(), body: 42 } }),
    status: 400,
    field: 'body',
    rule: /string/,
  },
  {
    what: 'a truth that is a word',
    send: () => ({ body: { ...aboutARoad(), anonymous: 'yes' } }),
    status: 400,
    field: 'anonymous',
    rule: /boolean/,
  },
  {
    what: 'a missing field',
    send: () => ({ body: { area: '21.71' } }),
    status: 400,
    field: 'body',
    rule: /required/,
  },
  {
    what: 'neither area nor agency',
    send: () => ({ body: { body: 'Di mana-mana' } }),
    status: 400,
    field: 'area',
    rule: /required/,
  },
  {
    what: 'a wrong area code',
    send: () => ({ body: aboutARoad({ area: '99.99' }) }),
    status: 400,
    field: 'area',
    rule: /code of an area/,
  },
  {
    what: 'an area code of a wrong shape',
    send: () => ({ body: aboutARoad({ area: 'Batam' }) }),
    status: 400,
    field: 'area',
    rule: /pattern/,
  },
  {
    what: 'an unknown agency',
    send: () => ({ body: aboutARoad({ agency: '0000000000' }) }),
    status: 400,
    field: 'agency',
    rule: /id of an agency/,
  },
  {
    what: 'an unknown category',
    send: () => ({ body: aboutARoad({ category: 'lubang-hitam' }) }),
    status: 400,
    field: 'category',
    rule: /code of a category/,
  },
  {
    what: 'a time in the future',
    send: () => ({ body: aboutARoad({ occurredAt: '2199-01-01T00:00:00Z' }) }),
    status: 400,
    field: 'occurredAt',
    rule: /future/,
  },
  {
    what: 'a version of a calendar that no contract carries',
    method: 'PUT',
    path: '/api/v1/calendar/weekend?area=21.71',
    send: () => officer('cityAdmin', { weekend: [0, 6], version: 2 ** 32, reason: 'Uji' }),
    status: 400,
    field: 'version',
    rule: /<= 4294967295/,
  },
  {
    what: 'a step that no contract carries',
    path: command('release'),
    send: () => officer('cityAdmin', { report: true, steps: [2 ** 40] }),
    status: 400,
    field: 'steps.0',
    rule: /<= 4294967295/,
  },
  {
    what: 'broken JSON',
    send: () => ({ body: '{"body": "Jalan rusak", "area": ' }),
    status: 400,
    field: 'body',
    rule: /JSON/,
  },
  {
    what: 'a poisoned prototype',
    send: () => ({ body: '{"body": "x", "area": "21.71", "__proto__": {"admin": true}}' }),
    status: 400,
    field: 'body',
    rule: /JSON/,
  },
  {
    what: 'invalid UTF-8',
    send: () => ({
      body: Buffer.concat([Buffer.from('{"body":"'), Buffer.of(0xc3, 0x28), Buffer.from('"}')]),
    }),
    status: 400,
    field: 'body',
    rule: /UTF-8/,
  },
  {
    what: 'a JSON body of 10 MB',
    send: () => ({ body: { ...aboutARoad(), body: 'a'.repeat(10 * oneMegabyte) } }),
    status: 413,
    field: 'body',
    rule: /larger/,
  },
  {
    what: 'words beyond all measure in a small enough body',
    send: () => ({ body: aboutARoad({ body: 'a'.repeat(20_000) }) }),
    status: 400,
    field: 'body',
    rule: /characters/,
  },
  {
    what: 'a body that is not JSON at all',
    send: () => ({ body: '<complaint/>', headers: { 'content-type': 'application/xml' } }),
    status: 415,
    field: 'Content-Type',
    rule: /not one/,
  },
  {
    what: 'a key too short to be one',
    send: () => ({ body: aboutARoad(), headers: { 'idempotency-key': 'abc' } }),
    status: 400,
    field: 'idempotency-key',
    rule: /characters/,
  },
  {
    what: 'an illegal transition by the reporter',
    path: `${COMPLAINTS}/{id}/solved`,
    send: () => ({ accessCode, body: { rating: 4 } }),
    status: 409,
    rule: /while the case is assigned/,
  },
  {
    what: 'a rating that there is not',
    path: `${COMPLAINTS}/{id}/solved`,
    send: () => ({ accessCode, body: { rating: 9 } }),
    status: 400,
    field: 'rating',
    rule: /<= 4/,
  },
  {
    what: 'a wrong access code',
    path: `${COMPLAINTS}/{id}/withdraw`,
    send: () => ({ accessCode: 'AAAAAAAA', body: {} }),
    status: 401,
    field: 'Access-Code',
    rule: /the code given/,
  },
  {
    what: 'no access code',
    path: `${COMPLAINTS}/{id}/withdraw`,
    send: () => ({ body: {} }),
    status: 401,
    field: 'Access-Code',
    rule: /required/,
  },
  {
    what: 'an illegal transition by the officer',
    path: command('answer'),
    send: () => officer('roads', { ...answer, evidence: [] }),
    status: 400,
    field: 'evidence',
    rule: /evidence/,
  },
  {
    what: 'a bare acknowledgement',
    path: command('follow-up'),
    send: () =>
      officer('roads', {
        kind: 'inspection',
        text: 'Terima kasih, sudah kami terima',
        nextStep: 'Menambal',
        nextDate: '2026-03-10',
      }),
    status: 400,
    field: 'text',
    rule: /bare acknowledgement/,
  },
  {
    what: 'a day that was never',
    path: command('answer'),
    send: () => officer('roads', { ...answer, kind: 'promised', evidence: [], promisedDate: '2026-02-30' }),
    status: 400,
    field: 'promisedDate',
    rule: /day/,
  },
  {
    what: 'a stale version as If-Match',
    path: command('answer'),
    send: () => officer('roads', answer, { 'if-match': '"1"' }),
    status: 412,
    field: 'If-Match',
    rule: /is 2 now/,
  },
  {
    what: 'a stale version in the body',
    path: command('answer'),
    send: () => officer('roads', { ...answer, expectedVersion: 1 }),
    status: 409,
    field: 'expectedVersion',
    rule: /is 2 now/,
  },
  {
    what: 'a category that there is not, for a case',
    path: command('reclassify'),
    send: () => officer('cityAdmin', { category: 'lubang-hitam', reason: 'Salah kategori' }),
    status: 400,
    field: 'category',
    rule: /code of a category/,
  },
  {
    what: 'nothing to reclassify',
    path: command('reclassify'),
    send: () => officer('cityAdmin', { type: 'complaint', reason: 'Salah kategori' }),
    status: 409,
    rule: /^type, category or weight must change$/,
  },
  {
    what: 'a better agency that there is not',
    path: command('return'),
    send: () => officer('roads', { reason: 'Bukan kami', betterAgencyId: '0000000000' }),
    status: 400,
    field: 'betterAgencyId',
    rule: /known agency/,
  },
  {
    what: 'the inbox of an agency that there is not',
    path: '/api/v1/cases?agency=0000000000',
    method: 'GET',
    send: () => ({ token: tokens.cityAdmin }),
    status: 400,
    field: 'agency',
    rule: /known agency/,
  },
  {
    what: 'figures of an area that there is not',
    path: '/api/v1/reports/summary?from=2026-03-01&to=2026-03-31&area=99.99',
    method: 'GET',
    send: () => ({}),
    status: 400,
    field: 'area',
    rule: /code of an area/,
  },
  {
    what: 'a wrong role: a unit that does not have the case',
    path: command('answer'),
    send: () => officer('clinic', answer),
    status: 403,
    rule: /not yours/,
  },
  {
    what: 'a wrong role: a leader',
    path: command('answer'),
    send: () => officer('leader', answer),
    status: 403,
    rule: /not yours/,
  },
  {
    what: 'a wrong role: a liaison who disposes',
    path: command('dispose'),
    send: () => officer('roads', { agencyId: agencyId('clinic') }),
    status: 403,
    rule: /not yours/,
  },
  {
    what: 'nobody',
    path: command('answer'),
    send: () => ({ body: answer }),
    status: 401,
    field: 'Authorization',
    rule: /Bearer/,
  },
  {
    what: 'a session that never was',
    path: '/api/v1/cases',
    method: 'GET',
    send: () => ({ token: 'a'.repeat(43) }),
    status: 401,
    rule: /session/,
  },
  {
    what: 'a wrong signature',
    path: '/channels/sms',
    send: () => ({ body: sms, headers: signed('another secret entirely', sms, city.now()) }),
    status: 401,
    field: 'Lapor-Signature',
    rule: /HMAC/,
  },
  {
    what: 'a signature of other words',
    path: '/channels/sms',
    send: () => ({
      body: sms.replace('Sampah', 'Sampai'),
      headers: signed(city.sms.secret, sms, city.now()),
    }),
    status: 401,
    field: 'Lapor-Signature',
    rule: /HMAC/,
  },
  {
    what: 'a picture that is none',
    path: `${COMPLAINTS}/{id}/attachments`,
    send: () => {
      const form = new FormData();
      form.append('image', new Blob(['#!/bin/sh']), 'foto.jpg');
      return { accessCode, body: form };
    },
    status: 415,
    field: 'image',
    rule: /image/i,
  },
  {
    what: 'a photo given as evidence that nobody attached',
    path: command('answer'),
    send: () => officer('roads', { ...answer, photos: ['NONE'] }),
    status: 400,
    field: 'photos',
    rule: /attached to this case/,
  },
  {
    what: 'more photos than a step shows',
    path: command('answer'),
    send: () => officer('roads', { ...answer, photos: ['A', 'B', 'C', 'D', 'E', 'F'] }),
    status: 400,
    field: 'photos',
    rule: /5/,
  },
  {
    what: 'evidence that is no picture',
    path: command('attachments'),
    send: () => ({ token: tokens.roads, body: formWith([Buffer.from('#!/bin/sh')]) }),
    status: 415,
    field: 'image',
    rule: /image/i,
  },
  {
    what: 'a tracking id with a slip of the finger',
    path: '/api/v1/complaints/7K3M9Q2TXB',
    method: 'GET',
    send: () => ({}),
    status: 404,
    rule: /tracking id/,
  },
  {
    what: 'a range that ends before it begins',
    path: '/api/v1/reports/summary?from=2026-03-31&to=2026-03-01',
    method: 'GET',
    send: () => ({}),
    status: 400,
    field: 'to',
    rule: /before|after/,
  },
  ...(
    [
      ['an invitation', '/api/v1/officers', () => ({ ...NEWCOMER, agencyId: agencyId('roads') })],
      ['a reset', '/api/v1/officers/x/reset', () => ({})],
      ['an end', '/api/v1/officers/x/replace', () => ({})],
      ['a key', '/api/v1/agency-keys', () => ({ agencyId: agencyId('roads'), label: 'e-office' })],
      ['a new secret', '/api/v1/agency-keys/000000000000/rotate', () => ({})],
      [
        'a template',
        '/api/v1/answer-templates',
        () => ({ agencyId: agencyId('roads'), name: 'Diterima', text: 'Kami terima.' }),
      ],
      ['the end of a template', '/api/v1/answer-templates/0000000000/remove', () => ({})],
      ['the end of a key', '/api/v1/agency-keys/000000000000/revoke', () => ({})],
    ] as const
  ).flatMap(([what, path, body]) => [
    {
      what: `${what} without a reason`,
      path,
      send: () => officer('cityAdmin', body()),
      status: 400,
      field: 'reason',
      rule: /required/,
    },
    {
      what: `${what} for a reason of no words`,
      path,
      send: () => officer('cityAdmin', { ...body(), reason: '' }),
      status: 400,
      field: 'reason',
      rule: /must not be empty/,
    },
  ]),
  {
    what: 'an address that there is not',
    path: '/api/v1/nothing',
    method: 'GET',
    send: () => ({}),
    status: 404,
    rule: /nothing at this address/,
  },
];

interface ProblemView {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly issues?: readonly { readonly field: string; readonly rule: string }[];
}

function expectProblem({ status, headers, json, text }: Answer, bad: BadInput): void {
  expect(status, text).toBe(bad.status);
  expect(headers.get('content-type')).toContain('application/problem+json');
  const problem = json as ProblemView;
  expect(problem).toMatchObject({
    type: `urn:lapor:problem:${problem.code}`,
    status: bad.status,
    title: expect.any(String),
  });
  if (bad.field === undefined) {
    expect(problem.detail).toMatch(bad.rule);
  } else {
    const issue = problem.issues?.find(({ field }) => field === bad.field);
    expect(issue, text).toBeDefined();
    expect(issue?.rule).toMatch(bad.rule);
  }
  // Nothing of the inside: no path, no trail, no query.
  expect(text).not.toMatch(/node_modules|\.ts:|at async|SELECT/);
}

describe('bad input', () => {
  test.each(TABLE)('$what: $status', async (bad) => {
    const before = await city.as('roads').then((roads) => roads.view(trackingId));
    const path = (bad.path ?? COMPLAINTS).replace('{id}', trackingId);
    expectProblem(await city.platform.request(bad.method ?? 'POST', path, bad.send()), bad);
    const after = await city.as('roads').then((roads) => roads.view(trackingId));
    expect(after).toEqual(before);
    expect((await city.platform.request('GET', '/readyz')).status).toBe(200);
  });

  test('nothing of it was stored: no case, no photo, no sender, no mail', async () => {
    // One more that is good: when it has been counted, everything before it has been, too.
    await city.file(aboutARoad({ reporter: { email: 'sesudah@warga.example' } }));
    await city.mailbox.waitFor('sesudah@warga.example', 'diteruskan');
    const { figures } = await city.summaryOf({ received: 2, assigned: 2 });
    expect(figures.byStatus).toMatchObject({ assigned: 2 });
    expect((await (await city.as('roads')).view(trackingId)).attachments).toEqual([]);
    expect(city.platform.said()).not.toMatch(/"level":"(?:error|fatal)"/);
  });
});
