import { createSecretKey, hash } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { encodeBase32, trackingIdFromBytes } from '@lapor/kernel';
import { chainHash, GENESIS, openSealed, seal } from '@lapor/store';
import type { Keyring, StoredEvent, DomainEvent } from '@lapor/store';
import canonicalize from 'canonicalize';
import { shifted } from './shift-values.ts';
import type { Shift } from './shift-values.ts';
import type { StoredDocument, Template, TemplateDocument } from './template.ts';

/** Each service's own. */
export type Keyrings = ReadonlyMap<string, Keyring>;

const SALT_BYTES = 16;
const KEY_BYTES = 32;
const FILED_BY = /^([0-9A-Z]{26})\.([\w-]{22})$/;

/** As intake derives the vault's subject. */
export function reporterIdOf(keyring: Keyring, filedBy: string): string {
  return encodeBase32(keyring.mac('reporter', filedBy)).slice(0, 26);
}

/** A template with its words opened, ready to be copied many times. */
export interface OpenTemplate extends Template {
  readonly words: ReadonlyMap<TemplateDocument, Words>;
}

interface Words {
  readonly salt: Buffer;
  readonly text: string;
}

/** @throws AppError internal when a key does not fit */
export function openTemplate(template: Template, keyrings: Keyrings): OpenTemplate {
  const keys = new Map<string, KeyObject>();
  for (const { name, document } of template.documents) {
    if (typeof document['wrapped'] !== 'string') continue;
    const bytes = keyringOf(keyrings, name.service).unwrap(Buffer.from(document['wrapped'], 'base64'));
    keys.set(`${name.service}:${String(document['key'])}`, createSecretKey(bytes));
  }
  const words = new Map<TemplateDocument, Words>();
  for (const place of template.documents) {
    const { sealed, key } = place.document;
    const secret = keys.get(`${place.name.service}:${String(key)}`);
    if (typeof sealed !== 'string' || secret === undefined) continue;
    const plain = openSealed(secret, Buffer.from(sealed, 'base64'), Buffer.from(place.document._id));
    words.set(place, { salt: plain.subarray(0, SALT_BYTES), text: plain.subarray(SALT_BYTES).toString() });
  }
  return { ...template, words };
}

/**
 * The case once more under another id, so much earlier: its words sealed under keys of its own, its digests and its chain of
 * hashes made anew, so that it stands every test a real one stands. The same seed gives the same ids and keys: made and written
 * twice, wherever the first time ended, it is one case.
 */
export function copyCase(
  template: OpenTemplate,
  keyrings: Keyrings,
  seed: string,
  earlier: number,
): readonly TemplateDocument[] {
  const bytes = hash('sha256', seed, 'buffer');
  const filedBy = anotherFiledBy(template.filedBy, bytes);
  const intake = keyringOf(keyrings, 'intake');
  const names: (readonly [string, string])[] = [
    [template.trackingId, trackingIdFromBytes(bytes)],
    [template.filedBy, filedBy],
    [commandKeyOf(template.filedBy), commandKeyOf(filedBy)],
    [reporterIdOf(intake, template.filedBy), reporterIdOf(intake, filedBy)],
  ];
  const words = new Map<TemplateDocument, Words>();
  for (const [place, { salt, text }] of template.words) {
    const now = { salt, text: JSON.stringify(shifted(JSON.parse(text), { earlier, replaced: names })) };
    words.set(place, now);
    names.push([digestOf({ salt, text }), digestOf(now)]);
  }
  const shift = { earlier, replaced: names };
  const keys = new Map<string, NewKey>();
  return template.documents.map((place) => ({
    name: place.name,
    document: copyDocument(place, words.get(place), shift, { seed, keys, keyrings }),
  }));
}

interface NewKey {
  readonly id: string;
  readonly bytes: Buffer;
}

/** No secret: whoever has the seed has it. These are nobody's words. */
function newKey(seed: string): NewKey {
  const bytes = hash('sha512', seed, 'buffer');
  return {
    id: bytes.subarray(KEY_BYTES, KEY_BYTES + 6).toString('hex'),
    bytes: bytes.subarray(0, KEY_BYTES),
  };
}

interface Sealing {
  readonly seed: string;
  readonly keys: Map<string, NewKey>;
  readonly keyrings: Keyrings;
}

function copyDocument(
  { name, document }: TemplateDocument,
  words: Words | undefined,
  shift: Shift,
  { seed, keys, keyrings }: Sealing,
): StoredDocument {
  const { sealed: _sealed, wrapped, ...open } = document;
  const copy = shifted(open, shift) as StoredDocument;
  if (Array.isArray(copy['events'])) return { ...copy, events: chained(copy['events'] as Stored[]) };
  if (typeof document['key'] !== 'string') return copy;
  const old = `${name.service}:${document['key']}`;
  const key = keys.get(old) ?? newKey(`${seed} ${old}`);
  keys.set(old, key);
  if (wrapped !== undefined) {
    const again = Buffer.from(keyringOf(keyrings, name.service).wrap(key.bytes)).toString('base64');
    return { ...copy, key: key.id, wrapped: again };
  }
  if (words === undefined) return copy;
  const plain = Buffer.concat([words.salt, Buffer.from(words.text)]);
  const sealed = seal(createSecretKey(key.bytes), plain, Buffer.from(copy._id)).toString('base64');
  return { ...copy, key: key.id, sealed };
}

type Stored = StoredEvent<DomainEvent>;

/** The same events with the hashes they would have got. */
function chained(events: readonly Stored[]): readonly Stored[] {
  let prev = GENESIS;
  return events.map((event) => {
    const dataDigest = hash('sha256', canonicalize(event.data) ?? '', 'hex');
    prev = chainHash({ ...event, dataDigest, prev });
    return { ...event, hash: prev };
  });
}

function digestOf({ salt, text }: Words): string {
  return hash('sha256', Buffer.concat([salt, Buffer.from(text)]), 'hex');
}

function anotherFiledBy(filedBy: string, bytes: Buffer): string {
  const [, , fingerprint = ''] = FILED_BY.exec(filedBy) ?? [];
  if (fingerprint === '') throw new Error('a complaint is not filed as we know it');
  const another = hash('sha256', bytes, 'buffer');
  return `${encodeBase32(another).slice(0, 26)}.${another.toString('base64url').slice(0, 22)}`;
}

function commandKeyOf(filedBy: string): string {
  return filedBy.slice(0, filedBy.indexOf('.'));
}

function keyringOf(keyrings: Keyrings, service: string): Keyring {
  const keyring = keyrings.get(service);
  if (keyring === undefined) throw new Error(`no keys of ${service}`);
  return keyring;
}
