import canonicalize from 'canonicalize';
import { AppError } from '@lapor/kernel';

export interface CanonicalJson {
  /** By RFC 8785 (JCS): one spelling per value. Members that are undefined are left out. */
  readonly text: string;
  /** What the text says. */
  readonly value: unknown;
}

/** @throws AppError internal for what has no JSON form, Error for numbers and strings that JCS does not know */
export function canonicalJson(value: unknown): CanonicalJson {
  const ordered = inOrder(value);
  if (ordered !== undefined) return { text: JSON.stringify(ordered), value: ordered };
  const text = canonicalize(value);
  if (text === undefined) throw new AppError('internal', 'a value without a JSON form cannot be stored');
  return { text, value: JSON.parse(text) as unknown };
}

export function canonicalText(value: unknown): string {
  return canonicalJson(value).text;
}

/**
 * A copy in JCS order, which JSON.stringify spells as JCS wants it. Undefined for what is left to the library: whatever is
 * not plain JSON, and names that JavaScript puts into an order of its own.
 */
function inOrder(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
      return value.isWellFormed() ? value : undefined;
    case 'number':
      // There is no -0 in JSON.
      return Number.isFinite(value) ? value + 0 : undefined;
    case 'boolean':
      return value;
    case 'object':
      if (value === null) return null;
      return Array.isArray(value) ? listInOrder(value) : objectInOrder(value as Record<string, unknown>);
    default:
      return undefined;
  }
}

function listInOrder(list: readonly unknown[]): unknown {
  const copy: unknown[] = [];
  for (const item of list) {
    const ordered = inOrder(item);
    if (ordered === undefined) return undefined;
    copy.push(ordered);
  }
  return copy;
}

function objectInOrder(object: Readonly<Record<string, unknown>>): unknown {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null) return undefined;
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(object).sort()) {
    const member = object[name];
    if (member === undefined) continue;
    const ordered = isOrdinary(name) ? inOrder(member) : undefined;
    if (ordered === undefined) return undefined;
    copy[name] = ordered;
  }
  return copy;
}

function isOrdinary(name: string): boolean {
  const first = name.charCodeAt(0);
  return !(first >= 0x30 && first <= 0x39) && name !== '__proto__' && name.isWellFormed();
}
