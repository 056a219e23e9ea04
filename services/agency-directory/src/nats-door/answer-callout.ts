import {
  Algorithms,
  decode,
  encodeAuthorizationResponse,
  encodeUser,
  fromPublic,
  fromSeed,
} from '@nats-io/jwt';
import type { AuthorizationRequest, KeyPair } from '@nats-io/jwt';
import { AppError } from '@lapor/kernel';
import { fromCurveSeed } from '@nats-io/nkeys';
import { natsGrant, connectionName } from '../domain/agency-key/nats-grant.ts';

/** Whose key was shown, as far as the server must know. */
export interface Admitted {
  readonly keyId: string;
  readonly generation: number;
  /** When what was shown ends, if that is known. */
  readonly until: Date | undefined;
}

export interface CalloutOptions {
  /** Account seed (SA…) whose public key the server knows as the issuer. */
  readonly issuerSeed: string;
  /** Curve seed (SX…): keys cross the bus encrypted. */
  readonly xkeySeed: string;
  readonly stream: string;
  /** Refuses who came without TLS: the key has been read on its way already, but is never relied upon. */
  readonly tlsOnly: boolean;
  /** @throws AppError unauthenticated */
  readonly admit: (user: string, password: string) => Promise<Admitted>;
  readonly now: () => Date;
}

/** Answers one request of the server; undefined for what no server of ours sent. */
export type AnswerCallout = (
  request: Uint8Array,
  serverXkey: string | undefined,
) => Promise<Uint8Array | undefined>;

const ACCOUNT = 'AGENCIES';
/** A connection must be admitted anew this often, whatever else fails. */
const ADMITTED_SECONDS = 600;
/** More than any client needs, too little to hurt. */
const MOST_SUBSCRIPTIONS = 32;
const MOST_PAYLOAD_BYTES = 16_384;

/** The server's auth callout (ADR-26): user name and password of a key in, a user with exactly its grant out. */
export function answerCallout(options: CalloutOptions): AnswerCallout {
  const text = new TextEncoder();
  const issuer = fromSeed(text.encode(options.issuerSeed));
  const curve = fromCurveSeed(text.encode(options.xkeySeed));
  return async (request, serverXkey) => {
    const opened = serverXkey === undefined ? null : curve.open(request, serverXkey);
    // In the clear or sealed for another: not from a server that is set up as ours are.
    if (opened === null || serverXkey === undefined) return undefined;
    const claims = decode<AuthorizationRequest>(new TextDecoder().decode(opened));
    const { user_nkey: user, server_id: server, connect_opts: shown } = claims.nats;
    if (user === undefined || server === undefined || claims.iss !== server.id) return undefined;
    const answer =
      options.tlsOnly && claims.nats.client_tls === undefined
        ? { error: 'not without TLS' }
        : await admittance(options, issuer, user, shown?.user ?? '', shown?.pass ?? '');
    const response = await encodeAuthorizationResponse(
      fromPublic(user),
      fromPublic(server.id),
      issuer,
      answer,
      {},
    );
    return curve.seal(text.encode(response), serverXkey);
  };
}

async function admittance(
  options: CalloutOptions,
  issuer: KeyPair,
  userKey: string,
  user: string,
  password: string,
): Promise<{ readonly jwt: string } | { readonly error: string }> {
  try {
    const admitted = await options.admit(user, password);
    return { jwt: await userToken(options, issuer, userKey, admitted) };
  } catch (error) {
    // Nothing more is told: the server writes it into its log.
    if (error instanceof AppError && error.code === 'unauthenticated') return { error: 'no such key' };
    throw error;
  }
}

function userToken(
  { stream, now }: CalloutOptions,
  issuer: KeyPair,
  userKey: string,
  { keyId, generation, until }: Admitted,
): Promise<string> {
  const { publish, subscribe } = natsGrant(stream, keyId);
  const soon = Math.floor(now().getTime() / 1_000) + ADMITTED_SECONDS;
  const end = until === undefined ? Infinity : Math.ceil(until.getTime() / 1_000);
  return encodeUser(
    connectionName(keyId, generation),
    fromPublic(userKey),
    issuer,
    {
      pub: { allow: [...publish], deny: [] },
      sub: { allow: [...subscribe], deny: [] },
      subs: MOST_SUBSCRIPTIONS,
      payload: MOST_PAYLOAD_BYTES,
      allowed_connection_types: ['STANDARD', 'WEBSOCKET'],
    },
    { aud: ACCOUNT, exp: Math.min(soon, end), algorithm: Algorithms.v2 },
  );
}
