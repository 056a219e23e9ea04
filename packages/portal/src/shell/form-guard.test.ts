import cookie from '@fastify/cookie';
import { toAppError } from '@lapor/kernel';
import { fastify } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FORM_TOKEN_COOKIE, formTokenOf, requireOwnForm } from './form-guard.ts';

const app = fastify();
beforeAll(async () => {
  await app.register(cookie);
  app.get('/', async (request, reply) => formTokenOf(request, reply, true));
  app.get('/form', async (request) => {
    const { token } = request.query as { token?: string };
    try {
      requireOwnForm(request, token);
      return 'taken';
    } catch (error) {
      return toAppError(error).code;
    }
  });
});
afterAll(() => app.close());

const TOKEN = 'AAAAAAAAAAAAAAAAAAAAAA';
const host = 'lapor.example';

describe('a form', () => {
  it.each([
    ['of this site', { 'sec-fetch-site': 'same-origin' }, undefined, 'taken'],
    ['typed into the address bar', { 'sec-fetch-site': 'none' }, undefined, 'forbidden'],
    [
      'of another site, even with a token',
      { 'sec-fetch-site': 'cross-site', cookie: `${FORM_TOKEN_COOKIE}=${TOKEN}` },
      TOKEN,
      'forbidden',
    ],
    ['of our origin', { origin: `https://${host}` }, undefined, 'taken'],
    ['of our name on another port', { origin: `https://${host}:8443` }, undefined, 'forbidden'],
    ['of nowhere', { origin: 'null' }, undefined, 'forbidden'],
    ['of an old browser, with the token', { cookie: `${FORM_TOKEN_COOKIE}=${TOKEN}` }, TOKEN, 'taken'],
    [
      'of an old browser, with another token',
      { cookie: `${FORM_TOKEN_COOKIE}=${TOKEN}` },
      TOKEN.replace('A', 'B'),
      'forbidden',
    ],
    ['of an old browser, without a cookie', {}, TOKEN, 'forbidden'],
  ])('%s', async (_what, headers, token, outcome) => {
    const query = token === undefined ? {} : { token };
    const answer = await app.inject({ url: '/form', query, headers: { host, ...headers } });
    expect(answer.body).toBe(outcome);
  });

  it('gets one token for a whole visit, out of reach of scripts', async () => {
    const first = await app.inject({ url: '/' });
    expect(first.headers['set-cookie']).toMatch(
      /^lapor_formulir=[\w-]{22}; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    const again = await app.inject({ url: '/', cookies: { [FORM_TOKEN_COOKIE]: first.body } });
    expect(again.body).toBe(first.body);
    expect(again.headers['set-cookie']).toBeUndefined();
  });
});
