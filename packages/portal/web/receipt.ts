/** Checking a signed receipt in the browser: nothing is sent, nobody is asked. */

/** A public key as it is published (RFC 8037); of those there only these members matter. */
export interface ProofKey {
  readonly kty?: string;
  readonly crv?: string;
  readonly x: string;
}

/** Why a text is no receipt: none at all, by a key that is not among these, or changed. */
export type Flaw = 'shape' | 'key' | 'signature';

export interface ReceiptClaims {
  readonly iss: string;
  /** The tracking id. */
  readonly sub: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** SHA-256 over JCS({body, title}), hex. */
  readonly content: string;
}

const RECEIPT = 'lapor-receipt+jws';
const encoder = new TextEncoder();

/** False: an older browser, or a page that came over an insecure line. */
export async function canVerify(): Promise<boolean> {
  try {
    // The public key of RFC 8037, appendix A.
    await importKey('11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo');
    return true;
  } catch {
    return false;
  }
}

/** RFC 7638: the name of a key, by which people compare it. */
export async function fingerprint(x: string): Promise<string> {
  return toBase64Url(await sha256(`{"crv":"Ed25519","kty":"OKP","x":${JSON.stringify(x)}}`));
}

/** What the receipt says and which key it was signed by, or what is wrong with it. */
export async function verify(
  text: string,
  keys: readonly ProofKey[],
): Promise<{ readonly claims: ReceiptClaims; readonly key: string } | Flaw> {
  const [head, body, signature, ...more] = text.trim().split('.');
  if (head === undefined || body === undefined || signature === undefined || more.length > 0) return 'shape';
  const header = readJson(head);
  const claims = readJson(body);
  if (header?.['alg'] !== 'EdDSA' || header['typ'] !== RECEIPT || 'crit' in header) return 'shape';
  if (!isClaims(claims)) return 'shape';
  for (const { kty, crv, x } of keys) {
    // Not by what a key calls itself: by what it is. Keys of tokens have another name, and sign no receipts.
    const name = await fingerprint(x);
    if (kty !== 'OKP' || crv !== 'Ed25519' || name !== header['kid']) continue;
    const good = await crypto.subtle.verify(
      'Ed25519',
      await importKey(x),
      fromBase64Url(signature),
      encoder.encode(`${head}.${body}`),
    );
    return good ? { claims, key: name } : 'signature';
  }
  return 'key';
}

/** As the platform counts it: line ends are "\n", blanks at either end are none. JSON of two plain texts is JCS (RFC 8785). */
export async function contentDigest(title: string, body: string): Promise<string> {
  const bytes = new Uint8Array(await sha256(JSON.stringify({ body: tidy(body), title: tidy(title) })));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The keys of a saved jwks.json; undefined: it is none. */
export function readKeys(text: string): readonly ProofKey[] | undefined {
  try {
    const { keys } = JSON.parse(text) as { readonly keys?: unknown };
    return Array.isArray(keys) ? (keys as unknown[]).filter(isKey) : undefined;
  } catch {
    return undefined;
  }
}

function isKey(key: unknown): key is ProofKey {
  return typeof key === 'object' && key !== null && typeof (key as { readonly x?: unknown }).x === 'string';
}

function isClaims(
  claims: Readonly<Record<string, unknown>> | undefined,
): claims is ReceiptClaims & Record<string, unknown> {
  return (
    claims !== undefined && ['iss', 'sub', 'at', 'content'].every((name) => typeof claims[name] === 'string')
  );
}

function tidy(text: string): string {
  return text.replace(/\r\n?/g, '\n').trim();
}

function readJson(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const read: unknown = JSON.parse(new TextDecoder().decode(fromBase64Url(part)));
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

async function importKey(x: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', fromBase64Url(x), 'Ed25519', false, ['verify']);
}

async function sha256(text: string): Promise<ArrayBuffer> {
  return crypto.subtle.digest('SHA-256', encoder.encode(text));
}

/** @throws DOMException for other characters */
function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function toBase64Url(bytes: ArrayBuffer): string {
  const binary = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}
