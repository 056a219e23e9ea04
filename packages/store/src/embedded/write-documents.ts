import type { DatabaseSync } from 'node:sqlite';
import { prepared } from '@lapor/sqlite';
import type { PlainObject } from '../query/bson-order.ts';
import { parseFilter } from '../query/filter-syntax.ts';
import type { SortKey } from '../query/query-plan.ts';
import { parseUpdate } from '../query/update-syntax.ts';
import { soleId } from './by-id.ts';
import type { StoredCollection } from './catalog.ts';
import { decodeDocument } from './document-codec.ts';
import { isUniqueViolation, updateIndexes } from './index-writer.ts';
import { findDocuments, matchesById } from './query-executor.ts';
import type { Found } from './query-executor.ts';
import { dropAtHand, keepAtHand, rowAtHand } from './rows-at-hand.ts';
import { duplicateKey, serverError } from './server-errors.ts';
import { decodeRow, encodeRow } from './stored-row.ts';
import type { StoredDocument, StoredText } from './stored-row.ts';
import { applyChanges } from './update-operators.ts';
import { upsertedDocument, withId } from './upsert-document.ts';
import type { FindAndModifyOutcome, Write, WriteOutcome } from './write-protocol.ts';

const NOTHING: WriteOutcome = { matched: 0, modified: 0, inserted: 0, deleted: 0 };

/** Find, guard and change in one go: no other write comes between, there is only one writer. */
export function performWrite(
  database: DatabaseSync,
  collection: StoredCollection,
  write: Write,
): WriteOutcome {
  return perform(database, collection, write, []).outcome;
}

export function performWriteReturning(
  database: DatabaseSync,
  collection: StoredCollection,
  write: Write,
  sort: readonly SortKey[],
  returns: 'before' | 'after',
): FindAndModifyOutcome {
  const { outcome, before, after } = perform(database, collection, write, sort);
  const document = returns === 'before' ? before : after;
  return document === undefined ? outcome : { ...outcome, document };
}

interface Performed {
  readonly outcome: WriteOutcome;
  /** Text of the (last) document before and after. */
  readonly before?: StoredText | undefined;
  readonly after?: StoredText | undefined;
}

function perform(
  database: DatabaseSync,
  collection: StoredCollection,
  write: Write,
  sort: readonly SortKey[],
): Performed {
  if (write.kind === 'insert') {
    // Without indexes nobody needs to look inside.
    const document = collection.indexes.length > 0 ? decodeRow(write.document) : undefined;
    insert(database, collection, write.id, write.document, document);
    return { outcome: { ...NOTHING, inserted: 1 }, after: write.document };
  }
  const filter = decodeDocument(write.filter);
  const many = write.kind !== 'replace' && write.many;
  const found = find(database, collection, filter, sort, many);
  if (write.kind === 'delete') {
    for (const one of found) remove(database, collection, one);
    return {
      outcome: { ...NOTHING, matched: found.length, deleted: found.length },
      before: found.at(-1)?.text,
    };
  }
  const { change, alwaysModifies } = changeOf(write);
  if (found.length === 0)
    return write.upsert ? upsert(database, collection, filter, write) : { outcome: NOTHING };
  let modified = 0;
  let after: StoredText | undefined;
  for (const one of found) {
    const next = change(one);
    checkId(one.document, next.document);
    after = next.text;
    if (sameText(next.text, one.text)) {
      if (alwaysModifies) modified++;
      continue;
    }
    modified++;
    replaceText(database, collection, one, next.text);
    updateIndexes(database, collection, one.seq, one.document, next.document);
    keepAtHand(collection.name, { seq: one.seq, ...next });
  }
  return { outcome: { ...NOTHING, matched: found.length, modified }, before: found.at(-1)?.text, after };
}

function find(
  database: DatabaseSync,
  { name }: StoredCollection,
  filter: PlainObject,
  sort: readonly SortKey[],
  many: boolean,
): readonly Found[] {
  const id = soleId(filter);
  const known = id === undefined ? undefined : rowAtHand(name, id);
  if (known) return matchesById(known.document, filter) ? [known] : [];
  const found = findDocuments(database, { collection: name, filter, sort, limit: many ? 0 : 1 });
  if (id !== undefined && found[0]) keepAtHand(name, found[0]);
  return found;
}

type Changing = Extract<Write, { kind: 'update' | 'replace' }>;

interface DocumentChange {
  readonly change: (before: StoredDocument) => StoredDocument;
  /** MongoDB counts a $push as a modification even when $slice cuts off all that was pushed. */
  readonly alwaysModifies: boolean;
}

function changeOf(write: Changing): DocumentChange {
  if (write.kind === 'update') {
    const changes = parseUpdate(decodeDocument(write.update), asItCame);
    return {
      change: (before) => stored(applyChanges(before.document, changes, false), before),
      alwaysModifies: changes.some((change) => change.op === 'push' && change.values.length > 0),
    };
  }
  const replacement = decodeRow(write.document);
  const complete =
    replacement['_id'] === undefined ? undefined : { document: replacement, text: write.document };
  return {
    change: ({ document }) => complete ?? stored(withId({ _id: document['_id'], ...replacement })),
    alwaysModifies: false,
  };
}

/** The guard has looked at every value before it was sent here. */
const asItCame = (value: unknown): unknown => value;

function upsert(
  database: DatabaseSync,
  collection: StoredCollection,
  filter: PlainObject,
  write: Changing,
): Performed {
  const document =
    write.kind === 'update'
      ? upsertedDocument(parseFilter(filter), parseUpdate(decodeDocument(write.update), asItCame))
      : withId({ _id: filter['_id'], ...decodeRow(write.document) });
  const { text } = stored(document);
  insert(database, collection, document._id, text, document);
  return { outcome: { ...NOTHING, inserted: 1, upsertedId: document._id }, after: text };
}

function stored(document: PlainObject, before?: StoredDocument): StoredDocument {
  return { document, text: encodeRow(document, before) };
}

function sameText(one: StoredText, other: StoredText): boolean {
  return one.doc === other.doc && one.listed === other.listed && one.lists === other.lists;
}

function replaceText(
  database: DatabaseSync,
  { table }: StoredCollection,
  { seq, text }: Found,
  { doc, listed, lists }: StoredText,
): void {
  if (listed === text.listed && lists === text.lists) {
    prepared(database, `UPDATE ${table} SET doc = ? WHERE seq = ?`).run(doc, seq);
    return;
  }
  const sql = `UPDATE ${table} SET doc = ?, listed = ?, lists = ? WHERE seq = ?`;
  prepared(database, sql).run(doc, listed, lists, seq);
}

function checkId(before: PlainObject, after: PlainObject): void {
  if (before['_id'] === after['_id']) return;
  throw serverError(
    66,
    'ImmutableField',
    "Performing an update on the path '_id' would modify the immutable field '_id'",
  );
}

function insert(
  database: DatabaseSync,
  collection: StoredCollection,
  id: string,
  { doc, listed, lists }: StoredText,
  document: PlainObject | undefined,
): void {
  let seq: number;
  try {
    const sql = `INSERT INTO ${collection.table} (id, doc, listed, lists) VALUES (?, ?, ?, ?)`;
    seq = Number(prepared(database, sql).run(id, doc, listed, lists).lastInsertRowid);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw duplicateKey(collection.name, '_id_', { _id: 1 }, { _id: id });
  }
  if (!document) return;
  updateIndexes(database, collection, seq, undefined, document);
  keepAtHand(collection.name, { seq, document, text: { doc, listed, lists } });
}

function remove(database: DatabaseSync, collection: StoredCollection, { seq, document }: Found): void {
  dropAtHand(collection.name, String(document['_id']));
  prepared(database, `DELETE FROM ${collection.table} WHERE seq = ?`).run(seq);
  updateIndexes(database, collection, seq, document, undefined);
}
