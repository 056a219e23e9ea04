import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventsService } from '@lapor/contracts/events/v1/events';
import { signSms } from './channels/sms-signature.ts';
import { SYSTEM_CALLER } from '@lapor/contracts';
import { SMS_SECRET, startIntake } from './fixtures/running-intake.ts';
import type { RunningIntake } from './fixtures/running-intake.ts';

let intake: RunningIntake;
beforeAll(async () => {
  intake = await startIntake();
});
afterAll(() => intake.platform.stop());

/** How many events intake has stored in all. */
async function storedEvents(): Promise<number> {
  let count = 0;
  const replay = intake.platform.client('intake', EventsService).replayEvents({}, { caller: SYSTEM_CALLER });
  for await (const { event } of replay) if (event) count += 1;
  return count;
}

async function signed(text: string) {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const body = Buffer.from(text);
  const signature = signSms(SMS_SECRET, timestamp, body);
  return intake.post('/channels/sms', body, { 'lapor-timestamp': timestamp, 'lapor-signature': signature });
}

const good = { body: 'Jalan berlubang', area: '21.71' };
const complaint = (more: object) => JSON.stringify({ ...good, ...more });
const invalidUtf8 = Buffer.concat([Buffer.from('{"body":"'), Buffer.of(0xff, 0xfe), Buffer.from('"}')]);

/** What comes back for bytes that no HTTP client would send. */
async function exchange({ hostname, port }: URL, sent: string): Promise<string> {
  const socket = connect(Number(port), hostname);
  socket.end(sent);
  return text(socket);
}

interface Row {
  readonly what: string;
  readonly body: string | Uint8Array;
  readonly status: number;
  readonly field?: string;
  readonly rule?: RegExp;
  readonly headers?: Record<string, string>;
  readonly path?: string;
}

const ROWS: readonly Row[] = [
  {
    what: 'an unknown field',
    body: complaint({ colour: 'red' }),
    status: 400,
    field: 'colour',
    rule: /not a known field/,
  },
  {
    what: 'an unknown field further down',
    body: complaint({ reporter: { nik: '1' } }),
    status: 400,
    field: 'reporter.nik',
    rule: /not a known field/,
  },
  { what: 'a number for a text', body: complaint({ body: 12 }), status: 400, field: 'body', rule: /string/ },
  {
    what: 'a text for a yes or no',
    body: complaint({ secret: 'true' }),
    status: 400,
    field: 'secret',
    rule: /boolean/,
  },
  { what: 'no body', body: '{"area":"21.71"}', status: 400, field: 'body', rule: /required/ },
  { what: 'a blank body', body: complaint({ body: '  \n' }), status: 400, field: 'body', rule: /blank/ },
  { what: 'a list', body: '[]', status: 400, field: 'body', rule: /object/ },
  { what: 'nothing at all', body: '', status: 400, field: 'body', rule: /object/ },
  { what: 'broken JSON', body: '{"body": "x"', status: 400, field: 'body', rule: /valid JSON/ },
  {
    what: '__proto__',
    body: '{"body":"x","__proto__":{"a":1}}',
    status: 400,
    field: 'body',
    rule: /valid JSON/,
  },
  {
    what: 'a name given twice',
    body: '{"body":"x","area":"21.71","secret":true,"secret":false}',
    status: 400,
    field: 'secret',
    rule: /twice/,
  },
  {
    what: 'NUL in a text',
    body: complaint({ title: 'a\0b' }),
    status: 400,
    field: 'title',
    rule: /NUL/,
  },
  {
    what: 'half a character',
    body: '{"body":"x","area":"21.71","reporter":{"name":"\\ud83d"}}',
    status: 400,
    field: 'reporter.name',
    rule: /half a character/,
  },
  {
    what: 'a body nobody can see',
    body: complaint({ body: '\u200b\u202e' }),
    status: 400,
    field: 'body',
    rule: /blank/,
  },
  {
    what: 'a packed body',
    body: complaint({}),
    headers: { 'content-encoding': 'gzip' },
    status: 415,
    field: 'Content-Encoding',
  },
  {
    what: 'a form with files where JSON is due',
    body: '--x--',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    status: 415,
    field: 'Content-Type',
  },
  {
    what: 'a question on an address that takes none',
    path: '/api/v1/complaints?notify=false',
    body: complaint({}),
    status: 400,
    field: 'notify',
    rule: /not a known field/,
  },
  {
    what: 'a path that is no text',
    path: '/api/v1/complaints/%ff/solved',
    body: '{}',
    status: 400,
    field: 'path',
    rule: /UTF-8/,
  },
  {
    what: 'a path without end',
    path: `/api/v1/complaints/${'x'.repeat(300)}/solved`,
    body: '{}',
    status: 404,
  },
  ...['0', '"7', '7"', 'W/"7"', '-1', '1e3'].map((tag) => ({
    what: `If-Match: ${tag}`,
    path: '/api/v1/cases/7K3M9Q2TXA/ask',
    body: '{"question":"?"}',
    headers: { 'if-match': tag, authorization: 'Bearer x' },
    status: 400,
    field: 'if-match',
    rule: /pattern/,
  })),
  {
    what: 'two versions at once',
    path: '/api/v1/cases/7K3M9Q2TXA/ask',
    body: '{"question":"?","expectedVersion":7}',
    headers: { 'if-match': '"8"', authorization: 'Bearer x' },
    status: 400,
    field: 'expectedVersion',
    rule: /same as If-Match/,
  },
  { what: 'invalid UTF-8', body: invalidUtf8, status: 400, field: 'body', rule: /UTF-8/ },
  {
    what: '10 MB of JSON',
    body: complaint({ title: 'x'.repeat(10_000_000) }),
    status: 413,
    field: 'body',
    rule: /larger/,
  },
  {
    what: 'a form',
    body: 'body=x',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    status: 415,
    field: 'Content-Type',
  },
  {
    what: 'a word that is no type',
    body: complaint({ type: 'gripe' }),
    status: 400,
    field: 'type',
    rule: /complaint, information, aspiration/,
  },
  {
    what: 'an area code that is none',
    body: complaint({ area: 'Batam' }),
    status: 400,
    field: 'area',
    rule: /pattern/,
  },
  { what: 'no place at all', body: '{"body":"x"}', status: 400, field: 'area', rule: /area and agency/ },
  {
    what: 'no e-mail address',
    body: complaint({ reporter: { email: 'budi' } }),
    status: 400,
    field: 'reporter.email',
    rule: /e-mail/,
  },
  {
    what: 'no phone number',
    body: complaint({ reporter: { phone: 'rumah' } }),
    status: 400,
    field: 'reporter.phone',
    rule: /phone/,
  },
  {
    what: 'a day that never was',
    body: complaint({ occurredAt: '2024-02-30T00:00:00Z' }),
    status: 400,
    field: 'occurredAt',
    rule: /moment/,
  },
  {
    what: 'a day to come',
    body: complaint({ occurredAt: '2999-01-01T00:00:00Z' }),
    status: 400,
    field: 'occurredAt',
    rule: /future/,
  },
  {
    what: 'a place off the globe',
    body: complaint({ point: { latitude: 91, longitude: 0 } }),
    status: 400,
    field: 'point.latitude',
    rule: /<= 90/,
  },
  {
    what: 'a short idempotency key',
    body: complaint({}),
    headers: { 'idempotency-key': 'fifteen-letters' },
    status: 400,
    field: 'idempotency-key',
    rule: /16/,
  },
  ...['face_to_face', 'suggestion_box', 'email', 'whatsapp', 'x', 'partner', 'sms'].map((channel) => ({
    what: `${channel} without a session`,
    body: complaint({ channel }),
    status: 401,
    field: 'Authorization',
  })),
  {
    what: 'a rating of five',
    path: '/api/v1/complaints/7K3M9Q2TXA/rating',
    body: '{"rating":5}',
    headers: { 'access-code': 'X' },
    status: 400,
    field: 'rating',
    rule: /<= 4/,
  },
  {
    what: 'no access code',
    path: '/api/v1/complaints/7K3M9Q2TXA/solved',
    body: '{}',
    status: 401,
    field: 'Access-Code',
  },
  {
    what: 'no session',
    path: '/api/v1/cases/7K3M9Q2TXA/ask',
    body: '{"question":"?"}',
    status: 401,
    field: 'Authorization',
  },
  { what: 'an unknown command', path: '/api/v1/cases/7K3M9Q2TXA/explode', body: '{}', status: 404 },
  {
    what: 'an unsigned text message',
    path: '/channels/sms',
    body: '{"id":"1","from":"0812","text":"x"}',
    status: 401,
    field: 'Lapor-Signature',
  },
];

describe('bad input', () => {
  it.each(ROWS)('$what → $status', async ({ body, status, field, rule, headers, path }) => {
    const before = await storedEvents();
    const answer = await intake.post(path ?? '/api/v1/complaints', body, headers);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.json).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) });
    const issues = (answer.json['issues'] ?? []) as { field: string; rule: string }[];
    if (field !== undefined) {
      const issue = issues.find((each) => each.field === field);
      expect(issue?.rule).toMatch(rule ?? /./);
    }
    expect(await storedEvents()).toBe(before);
    expect((await intake.get('/livez')).status).toBe(200);
  });

  it('names every broken rule at once', async () => {
    const { json } = await intake.post('/api/v1/complaints', { title: 1, colour: 1 });
    const fields = (json['issues'] as { field: string }[]).map(({ field }) => field);
    expect(new Set(fields)).toEqual(new Set(['title', 'colour', 'body']));
  });

  it.each([
    ['/api/v1/areas', 'q'],
    ['/api/v1/reports/summary?from=2024-01-01&to=2024-13-01', 'to'],
    ['/api/v1/reports/summary?from=2024-02-01&to=2024-01-01', 'to'],
    ['/api/v1/areas?q=batam&colour=red', 'colour'],
    ['/api/v1/areas?q=batam&limit=many', 'limit'],
  ])('GET %s names %s', async (path, field) => {
    const { status, json } = await intake.get(path);
    expect(status).toBe(400);
    expect(json['issues']).toContainEqual({ field, rule: expect.any(String) });
  });

  it('refuses a text message signed with another secret, or long ago', async () => {
    const body = Buffer.from('{"id":"1","from":"08123456789","text":"halo"}');
    const send = (secret: string, at: Date) => {
      const timestamp = String(Math.floor(at.getTime() / 1000));
      return intake.post('/channels/sms', body, {
        'lapor-timestamp': timestamp,
        'lapor-signature': signSms(secret, timestamp, body),
      });
    };
    expect((await send('another secret', new Date())).status).toBe(401);
    expect((await send(SMS_SECRET, new Date(Date.now() - 600_000))).status).toBe(401);
    expect(await storedEvents()).toBe(0);
    expect((await send(SMS_SECRET, new Date())).status).toBe(200);
  });

  it('reads no more of a text message than one can have before it knows who sent it', async () => {
    const long = Buffer.from(JSON.stringify({ id: '1', from: '0812', text: 'x'.repeat(70_000) }));
    expect((await intake.post('/channels/sms', long)).status).toBe(413);
    const { status, json } = await signed('{"id":"1","from":"08123456789","text":"halo"');
    expect({ status, issues: json['issues'] }).toEqual({
      status: 400,
      issues: [{ field: 'body', rule: 'must be valid JSON' }],
    });
    expect((await signed('{"id":"1","from":"08123456789","text":"halo","colour":1}')).json['issues']).toEqual(
      [{ field: 'colour', rule: 'is not a known field' }],
    );
    expect((await signed('')).status).toBe(400);
  });

  it.each([
    ['PUT', '/api/v1/complaints', 'POST'],
    ['DELETE', '/api/v1/complaints/7K3M9Q2TXA', 'GET, HEAD'],
    ['GET', '/channels/sms', 'POST'],
    ['OPTIONS', '/api/v1/cases', 'GET, HEAD'],
    ['POST', '/api/v1/sessions/current', 'DELETE, GET, HEAD'],
  ])('%s %s: takes %s', async (method, path, allow) => {
    const response = await fetch(intake.url + path, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(allow);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ status: 405, issues: [{ field: 'method' }] });
  });

  it.each([
    ['what is no HTTP', 'LAPOR\r\n\r\n', 400],
    ['a control character in a header', 'GET /livez HTTP/1.1\r\nHost: x\r\nA: \x01\r\n\r\n', 400],
    [
      'two lengths of a body',
      'POST /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      400,
    ],
    ['headers without end', `GET /livez HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
  ])('answers %s with a problem too', async (_what, sent, status) => {
    const answer = await exchange(new URL(intake.url), sent);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toContain('application/problem+json');
    expect(JSON.parse(body)).toMatchObject({
      status,
      code: 'invalid',
      issues: [{ rule: expect.any(String) }],
    });
  });

  it('says nothing of its insides when a part is away', async () => {
    const { status, json } = await intake.get('/api/v1/categories');
    expect([503, 504]).toContain(status);
    expect(JSON.stringify(json)).not.toMatch(/socket|grpc|sock|ENOENT|\//i);
  });
});
