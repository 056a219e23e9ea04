import type { PlainObject } from '../query/bson-order.ts';
import type { Projection } from '../query/query-syntax.ts';
import { decodeDocument, encodeDocument } from './document-codec.ts';

/**
 * A document as its row keeps it. Lists of sub-documents (the events of an aggregate) are most of it and are read least:
 * they lie in the last column, which SQLite does not even touch when nobody asks for them.
 */
export interface StoredText {
  readonly doc: string;
  /** Names of the members that lie in `lists`, as JSON; '' when there are none. */
  readonly listed: string;
  readonly lists: string;
}

export interface StoredDocument {
  readonly text: StoredText;
  readonly document: PlainObject;
}

/** `before`: what it was made from; what is the same object there need not be written out again. */
export function encodeRow(document: PlainObject, before?: StoredDocument): StoredText {
  const rest: PlainObject = {};
  const lists: PlainObject = {};
  for (const name in document) (isList(document[name]) ? lists : rest)[name] = document[name];
  const names = Object.keys(lists);
  const doc = encodeDocument(rest);
  if (names.length === 0) return { doc, listed: '', lists: '' };
  const listed = JSON.stringify(names);
  const same =
    before?.text.listed === listed && names.every((name) => before.document[name] === document[name]);
  return { doc, listed, lists: same ? before.text.lists : encodeDocument(lists) };
}

export function decodeRow({ doc, listed, lists }: StoredText): PlainObject {
  const document = decodeDocument(doc);
  return listed === '' ? document : Object.assign(document, decodeDocument(lists));
}

/** Whether what a projection asks for can be had without the lists. */
export function sparesLists(listed: string, projection: Projection | undefined): boolean {
  if (listed === '') return true;
  if (projection === undefined) return false;
  const names = JSON.parse(listed) as readonly string[];
  const { kind, paths } = projection;
  return kind === 'include'
    ? names.every((name) => paths.every(([first]) => first !== name))
    : names.every((name) => paths.some((path) => path.length === 1 && path[0] === name));
}

/** Longer than this an array of anything is left alone where it is not asked for. */
const LONG = 32;

/** Of sub-documents, or long. Never `_id`, which is a string. */
function isList(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  return value.length > LONG || (typeof value[0] === 'object' && value[0] !== null);
}
