import { AppError } from '@lapor/kernel';
import { Algorithms, decode, encodeGeneric } from '@nats-io/jwt';
import type { AuthorizationRequest, AuthorizationResponse, User } from '@nats-io/jwt';
import { createAccount, createCurve, createServer, createUser } from '@nats-io/nkeys';
import { describe, expect, it } from 'vitest';
import { answerCallout } from './answer-callout.ts';
import type { Admitted } from './answer-callout.ts';

const NOW = new Date('2026-03-03T02:00:00Z');
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytes = (value: string) => new TextEncoder().encode(value);

const issuer = createAccount();
const door = createCurve();
const server = createServer();
const serverCurve = createCurve();
const user = createUser();
const admitted: Admitted = { keyId: 'abcdefghjkmn', generation: 2, until: undefined };

const shown = {
  server_id: { id: server.getPublicKey(), name: 'nats', host: '0.0.0.0' },
  user_nkey: user.getPublicKey(),
  client_info: {},
  connect_opts: { user: 'abcdefghjkmn', pass: 'secret', protocol: 1 },
};

/** As a server asks. */
function request(more: Partial<AuthorizationRequest> = {}, by = server): Promise<string> {
  const claims: Record<string, unknown> = { ...shown, ...more };
  return encodeGeneric('', by, 'authorization_request', claims, { algorithm: Algorithms.v2 });
}

function open(admit: () => Promise<Admitted>, tlsOnly = false) {
  return answerCallout({
    issuerSeed: text(issuer.getSeed()),
    xkeySeed: text(door.getSeed()),
    stream: 'AGENCY_FEED',
    tlsOnly,
    admit,
    now: () => NOW,
  });
}

async function ask(
  admit: () => Promise<Admitted>,
  { tlsOnly = false, more = {} }: { tlsOnly?: boolean; more?: Partial<AuthorizationRequest> } = {},
): Promise<Partial<AuthorizationResponse>> {
  const sealed = serverCurve.seal(bytes(await request(more)), door.getPublicKey());
  const answer = await open(admit, tlsOnly)(sealed, serverCurve.getPublicKey());
  const opened = serverCurve.open(answer ?? new Uint8Array(), door.getPublicKey());
  const claims = decode<AuthorizationResponse>(text(opened ?? new Uint8Array()));
  expect([claims.iss, claims.aud, claims.sub]).toEqual([
    issuer.getPublicKey(),
    server.getPublicKey(),
    user.getPublicKey(),
  ]);
  return claims.nats;
}

const userOf = ({ jwt = '' }: Partial<AuthorizationResponse>) => decode<User>(jwt);

describe('who shows a key', () => {
  it('gets exactly its grant, for ten minutes', async () => {
    const claims = userOf(await ask(() => Promise.resolve(admitted)));
    expect(claims).toMatchObject({
      aud: 'AGENCIES',
      name: 'abcdefghjkmn.2',
      sub: user.getPublicKey(),
      exp: NOW.getTime() / 1_000 + 600,
    });
    expect(claims.nats.pub).toEqual({
      allow: [
        '$JS.lapor.API.CONSUMER.INFO.AGENCY_FEED.abcdefghjkmn',
        '$JS.lapor.API.CONSUMER.MSG.NEXT.AGENCY_FEED.abcdefghjkmn',
        '$JS.ACK.AGENCY_FEED.abcdefghjkmn.>',
      ],
      deny: [],
    });
    expect(claims.nats.sub).toEqual({ allow: ['_INBOX_abcdefghjkmn.>'], deny: [] });
    expect(claims.nats.bearer_token ?? false).toBe(false);
  });

  it('no longer than what was shown is good for', async () => {
    const until = new Date(NOW.getTime() + 90_000);
    const claims = userOf(await ask(() => Promise.resolve({ ...admitted, until })));
    expect(claims.exp).toBe(until.getTime() / 1_000);
  });

  it('is refused without a word when it opens nothing', async () => {
    const none = () => Promise.reject(new AppError('unauthenticated', 'the key opens nothing'));
    expect(await ask(none)).toMatchObject({ error: 'no such key' });
    expect((await ask(none)).jwt).toBeUndefined();
  });

  it('gets no answer while it cannot be looked up', async () => {
    await expect(ask(() => Promise.reject(new AppError('unavailable', 'no store')))).rejects.toThrow('store');
  });

  it('is refused in the clear where only TLS is let in, unseen', async () => {
    const unseen = () => Promise.reject(new Error('looked at'));
    expect(await ask(unseen, { tlsOnly: true })).toMatchObject({ error: 'not without TLS' });
    const more = { client_tls: { version: '1.3' } };
    expect(await ask(() => Promise.resolve(admitted), { tlsOnly: true, more })).toHaveProperty('jwt');
  });
});

describe('no answer at all', () => {
  const answer = open(() => Promise.resolve(admitted));
  const xkey = serverCurve.getPublicKey();

  it('to a request in the clear', async () => {
    const clear = bytes(await request());
    expect(await answer(clear, undefined)).toBeUndefined();
    await expect(answer(clear, xkey)).rejects.toThrow();
  });

  it('to one that is sealed for somebody else', async () => {
    const sealed = serverCurve.seal(bytes(await request()), createCurve().getPublicKey());
    expect(await answer(sealed, xkey)).toBeUndefined();
  });

  it('to one that a server signed in the name of another', async () => {
    const sealed = serverCurve.seal(bytes(await request({}, createServer())), door.getPublicKey());
    expect(await answer(sealed, xkey)).toBeUndefined();
  });
});
