import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  HANG_UP,
  type Mood,
  SILENCE,
  startStubbornMailServer,
  type StubbornMailServer,
} from '../fixtures/stubborn-mail-server.ts';
import { emailProvider } from './email-provider.ts';
import type { Provider } from './provider.ts';

const MESSAGE = { id: 'abc', to: 'siti@warga.example', subject: 'Laporan', text: 'Sudah dijawab.' };

describe('mail', () => {
  let server: StubbornMailServer;
  let provider: Provider;

  beforeAll(async () => {
    server = await startStubbornMailServer();
  });
  afterAll(() => server.close());
  // Each greets anew.
  beforeEach(() => {
    provider = emailProvider(server.url, 'lapor@kota.example', 1_500);
  });
  afterEach(() => {
    provider.close();
  });

  /** "unknown": nobody can say whether the message went out. */
  async function outcomeWith(mood: Mood) {
    server.behave(mood);
    const taken = server.messages.length;
    const result = await provider.send(MESSAGE).catch(() => 'unknown' as const);
    return { result, read: server.messages.length - taken };
  }

  it('is sent under the id of its delivery', async () => {
    expect(await outcomeWith({})).toEqual({ result: { kind: 'sent' }, read: 1 });
    expect(server.messages.at(-1)).toContain('Message-ID: <abc@lapor>');
  });

  it.each<[string, Mood]>([
    ['the line breaks', { 'end of data': HANG_UP }],
    ['no word comes', { 'end of data': SILENCE }],
  ])('is in doubt when %s after the server has read it all: it may have gone out', async (_, mood) => {
    expect(await outcomeWith(mood)).toEqual({ result: 'unknown', read: 1 });
  });

  it.each<[string, Mood]>([
    ['hangs up instead of a greeting', { greeting: HANG_UP }],
    ['says nothing at all', { greeting: SILENCE }],
    ['hangs up at the sender', { MAIL: HANG_UP }],
    ['falls silent at the recipient', { RCPT: SILENCE }],
    ['hangs up before the text', { DATA: HANG_UP }],
    ['is busy', { greeting: '421 busy' }],
    ['has no room', { 'end of data': '452 full' }],
    ['does not know us', { greeting: '554 go away' }],
    ['wants another sender', { MAIL: '550 not you' }],
  ])('has surely not gone out when the server %s, and is tried again', async (_, mood) => {
    const { result } = await outcomeWith(mood);
    expect(result).toMatchObject({ kind: 'refused', permanent: false });
  });

  it.each<[string, Mood]>([
    ['recipient', { RCPT: '550 no such person' }],
    ['text', { 'end of data': '554 spam' }],
  ])('is given up when the server wants nothing to do with its %s', async (_, mood) => {
    const { result } = await outcomeWith(mood);
    expect(result).toMatchObject({ kind: 'refused', permanent: true });
  });

  it('goes over one line after the other, and over a new one when the server has closed that', async () => {
    const before = server.lines();
    expect(await outcomeWith({})).toEqual({ result: { kind: 'sent' }, read: 1 });
    expect(await outcomeWith({})).toEqual({ result: { kind: 'sent' }, read: 1 });
    expect(server.lines() - before).toBe(1);
    expect(await outcomeWith({ MAIL: HANG_UP })).toMatchObject({ result: { kind: 'refused' }, read: 0 });
    expect(await outcomeWith({})).toEqual({ result: { kind: 'sent' }, read: 1 });
    // Closed as the message is about to come over it: nobody has read any of it, so that it may come once more.
    server.hangUpOnce('MAIL');
    expect(await outcomeWith({})).toEqual({ result: { kind: 'sent' }, read: 1 });
  });

  it('goes over no more lines at once than its address says', async () => {
    server.behave({});
    const few = emailProvider(`${server.url}?maxConnections=2`, 'lapor@kota.example', 5_000);
    const before = server.lines();
    const sent = Array.from({ length: 8 }, (_, at) => few.send({ ...MESSAGE, id: `abc${at}` }));
    expect(await Promise.all(sent)).toEqual(Array.from({ length: 8 }, () => ({ kind: 'sent' })));
    expect(server.lines() - before).toBe(2);
    few.close();
  });

  it('is tried again when there is no server', async () => {
    const nobody = emailProvider('smtp://127.0.0.1:1', 'lapor@kota.example', 1_500);
    expect(await nobody.send(MESSAGE)).toMatchObject({ kind: 'refused', permanent: false });
    nobody.close();
  });
});
