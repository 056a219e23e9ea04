import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import { fromJson, toJson } from '@bufbuild/protobuf';
import type { DescField, DescMessage, JsonObject, JsonValue } from '@bufbuild/protobuf';
import { EVENT_CATALOGUE, readBusEvent } from '@lapor/contracts';
import type { ComplaintView, OfficerCaseView } from '@lapor/portal';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { followUp } from './builders.ts';
import { signIn } from './city.ts';
import { good } from './city-at-work.ts';
import { GOLDEN_NOW, goldenEvents, goldenInstallation, goldenViews } from './golden/golden-files.ts';
import type { GoldenEvent } from './golden/golden-files.ts';
import { droppedOf, eachOf, indexesIn, recordedIndexes } from './golden/kept-indexes.ts';
import { startPlatform } from './start-platform.ts';
import type { Platform } from './platform.ts';
import { until } from './until.ts';

// While an upgrade rolls through a cluster, versions live side by side: each reads what the other sent and stored.

type Row = Readonly<Record<string, unknown>>;

interface Entry {
  readonly terms?: readonly string[];
  readonly version: number;
  readonly steps?: number;
}

const schemaOf = ({ type }: GoldenEvent): DescMessage => {
  const found = EVENT_CATALOGUE.get(type);
  if (!found) throw new Error(`nobody knows ${type} any more`);
  return found.schema;
};

describe('an old producer and a new consumer', () => {
  test.each(goldenEvents())('$type is read whole, and says the same again', (event) => {
    const schema = schemaOf(event);
    // Strictly: a field that was dropped or renamed is an error here, and not one passed over.
    const message = fromJson(schema, JSON.parse(event.body) as JsonValue);
    expect(toJson(schema, message)).toEqual(JSON.parse(event.body));
  });
});

/** The same event from a version to come: fields nobody knows, and in every enum a word nobody knows. */
function fromTheFuture(schema: DescMessage, body: JsonObject): JsonObject {
  const json: Record<string, JsonValue> = { ...body, fieldOfTomorrow: { deep: [1, 'two'] } };
  for (const field of schema.fields) {
    if (field.fieldKind === 'enum') json[field.jsonName] = 'WORD_OF_TOMORROW';
    if (field.fieldKind === 'list' && field.listKind === 'enum') json[field.jsonName] = ['WORD_OF_TOMORROW'];
    const inner = json[field.jsonName];
    if (isOwnMessage(field) && isObject(inner)) json[field.jsonName] = fromTheFuture(field.message, inner);
  }
  return json;
}

function withoutEnums(schema: DescMessage, body: JsonObject): JsonObject {
  const json: Record<string, JsonValue> = { ...body };
  for (const field of schema.fields) {
    const inner = json[field.jsonName];
    if (field.fieldKind === 'enum' || (field.fieldKind === 'list' && field.listKind === 'enum'))
      delete json[field.jsonName];
    if (isOwnMessage(field) && isObject(inner)) json[field.jsonName] = withoutEnums(field.message, inner);
  }
  return json;
}

function isOwnMessage(field: DescField): field is DescField & { readonly message: DescMessage } {
  return field.fieldKind === 'message' && field.message.typeName.startsWith('lapor.');
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

describe('a new producer and an old consumer', () => {
  test.each(goldenEvents())('$type is read without what it does not know', (event) => {
    const schema = schemaOf(event);
    const future = fromTheFuture(schema, JSON.parse(event.body) as JsonObject);
    const message = readBusEvent({ type: event.type, body: JSON.stringify(future) });
    // What it does know is still there, and nothing else.
    expect(toJson(schema, message!)).toEqual(withoutEnums(schema, JSON.parse(event.body) as JsonObject));
  });
});

describe('today’s code on documents of an earlier version', () => {
  const { receipts, seen, figures } = goldenViews();
  let folder: string;
  let platform: Platform;

  const env = { LAPOR_CLOCK: 'manual', LAPOR_CLOCK_START: GOLDEN_NOW, LAPOR_LOG_LEVEL: 'warn' };
  beforeAll(async () => {
    folder = await goldenInstallation();
    platform = await startPlatform({ copyOf: { folder }, env });
  });
  afterAll(async () => {
    await platform.remove();
    rmSync(folder, { recursive: true });
  });

  /** What a case is, apart from how it is shown. */
  const essence = ({ status, title, body, category, area, attachments, timeline }: OfficerCaseView) => ({
    status,
    title,
    body,
    // What it is called in other languages is the catalogue's, which grows.
    category: { code: category?.code, name: category?.name },
    // Who may see the village, and who the district alone, is a rule of its own.
    district: area?.code.slice(0, '21.71.02'.length),
    attachments: attachments.map(({ id }) => id),
    timeline: timeline.map(({ seq, at, type, text }) => ({ seq, at, type, text })),
  });

  test('cases, texts, histories and figures are as they were', async () => {
    const token = await signIn(platform, 'cityAdmin');
    for (const { trackingId, accessCode } of receipts) {
      const before = seen[trackingId] as { reporter: ComplaintView; officer: OfficerCaseView };
      const officer = await platform.request('GET', `/api/v1/cases/${trackingId}`, { token });
      expect(essence(good<OfficerCaseView>(officer, 200)), trackingId).toEqual(essence(before.officer));
      const own = await platform.request('GET', `/api/v1/complaints/${trackingId}`, { accessCode });
      const { status, private: mine } = good<ComplaintView>(own, 200);
      expect({ status, body: mine?.body }).toEqual({
        status: before.reporter.status,
        body: before.reporter.private?.body,
      });
    }
    const summary = await platform.request('GET', '/api/v1/reports/summary?from=2026-03-01&to=2026-12-31');
    expect(good<{ figures: unknown }>(summary, 200).figures).toMatchObject(figures as object);
  });

  test('indexes of any version before are in nobody’s way, and those that nobody declares any more are gone', () => {
    const there = eachOf(indexesIn(join(platform.dataFolder, 'lapor.db')));
    const names = new Set(there.map(({ collection, name }) => `${collection} ${name}`));
    const dropped = droppedOf(recordedIndexes());
    expect(dropped.length).toBeGreaterThan(0);
    expect(dropped.filter((name) => names.has(name))).toEqual([]);
  });

  test('pictures are seen, and life goes on', async () => {
    const [{ trackingId, accessCode }] = receipts as [(typeof receipts)[number]];
    const { attachments } = (seen[trackingId] as { readonly officer: OfficerCaseView }).officer;
    const path = `/api/v1/complaints/${trackingId}/attachments/${attachments[0]!.id}`;
    expect((await platform.request('GET', path, { accessCode })).status).toBe(200);
    const { command: _command, ...body } = followUp({ nextDate: '2026-04-01' });
    const done = await platform.request('POST', `/api/v1/cases/${trackingId}/follow-up`, {
      token: await signIn(platform, 'roads'),
      body,
    });
    expect(good<OfficerCaseView>(done, 200).status).toBe('in_progress');
  });

  test('what was filed long before there was a search is found by its words', async () => {
    const token = await signIn(platform, 'cityAdmin');
    const [{ trackingId }] = receipts as [(typeof receipts)[number]];
    const { body } = (seen[trackingId] as { readonly officer: OfficerCaseView }).officer;
    const words = encodeURIComponent((body.match(/\p{L}{6,}/gu) ?? []).slice(0, 3).join(' '));
    await until(
      async () => {
        const found = await platform.request('GET', `/api/v1/cases?q=${words}`, { token });
        const { cases } = good<{ cases: readonly { id: string }[] }>(found, 200);
        return cases.some(({ id }) => id === trackingId) ? true : undefined;
      },
      () => `nobody finds ${words}`,
      60_000,
    );
  });

  test('every case of before is in the inbox, or in the list of its status', async () => {
    const token = await signIn(platform, 'national');
    const listed = async (query: string) => {
      const page = await platform.request('GET', `/api/v1/cases?${query}`, { token });
      return good<{ cases: readonly { id: string }[] }>(page, 200).cases.map(({ id }) => id);
    };
    const done = ['closed', 'archived', 'referred', 'withdrawn'];
    const statuses = receipts.map(({ trackingId }) => {
      const { officer } = seen[trackingId] as { readonly officer: OfficerCaseView };
      return { trackingId, status: officer.status };
    });
    expect(statuses.some(({ status }) => !done.includes(status))).toBe(true);
    const missing = async () => {
      const inbox = await listed('pageSize=200');
      const ended = await Promise.all(done.map((status) => listed(`pageSize=200&status=${status}`)));
      const all = new Map([['', inbox], ...done.map((status, at) => [status, ended[at] ?? []] as const)]);
      return statuses.filter(
        ({ trackingId, status }) =>
          !(all.get(done.includes(status) ? status : '') ?? []).includes(trackingId),
      );
    };
    let lacking = await missing();
    await until(
      async () => ((lacking = await missing()).length === 0 ? true : undefined),
      () => JSON.stringify(lacking),
      60_000,
    );
  });

  test('what was final long before anything was said of keeping it is found when its time is over', async () => {
    const over = receipts.filter(({ trackingId }) => {
      const { status } = (seen[trackingId] as { readonly officer: OfficerCaseView }).officer;
      return ['closed', 'archived', 'referred', 'withdrawn'].includes(status);
    });
    expect(over.length).toBeGreaterThan(0);
    const table = () =>
      rows('SELECT id, doc FROM "routing.cases"').filter(({ doc }) => String(doc).includes('"kept":'));
    await until(
      () => (table().length === over.length ? true : undefined),
      () => `${table().length} of ${over.length} are kept for some time`,
      60_000,
    );
    expect(new Set(table().map(({ id }) => id))).toEqual(new Set(over.map(({ trackingId }) => trackingId)));
  });

  test('what was indexed long before is found by what was said since, and compared, after any number of starts', async () => {
    const entries = () => rows(`SELECT id, doc FROM "routing.search_terms" ORDER BY id`);
    const isThrough = () =>
      rows(`SELECT doc FROM "routing.search_progress" WHERE id = 'terms'`).some(({ doc }) =>
        String(doc).includes('"done":true'),
      );
    await until(
      () => (isThrough() && entries().every(({ doc }) => String(doc).includes('"form":')) ? true : undefined),
      () => JSON.stringify(entries()),
      60_000,
    );
    await until(
      () => (waiting() === 0 ? true : undefined),
      () => `${waiting()} events wait`,
    );
    const before = entries();
    expect(before.length).toBeGreaterThan(0);
    await platform.stop();
    const database = new DatabaseSync(join(platform.dataFolder, 'lapor.db'), { timeout: 5_000 });
    // What an index is made of stays as it is: this writes past it.
    database.exec(
      `UPDATE "routing.search_terms" SET doc = json_set(json_remove(doc, '$.sketch', '$.form'), '$.keys', json_array('before'))`,
    );
    database.exec(`DELETE FROM "routing.search_progress"`);
    database.close();
    expect(entries().some(({ doc }) => String(doc).includes('"form":'))).toBe(false);
    await platform.start({ LAPOR_CLOCK_START: GOLDEN_NOW });
    await until(
      () => (sameEntries(entries(), before) ? true : undefined),
      () => JSON.stringify(entries()),
      60_000,
    );
  });

  test('every consumer gets over events of a version to come', async () => {
    await until(
      () => (waiting() === 0 ? true : undefined),
      () => 'consumers do not come to rest',
    );
    await platform.stop();
    const sent = putFutureEvents();
    await platform.start({ LAPOR_CLOCK_START: GOLDEN_NOW });
    await until(
      () => (waiting() === 0 ? true : undefined),
      () => `${waiting()} of ${sent} events wait`,
    );
    expect(sent).toBe(goldenEvents().length);
    expect(rows('SELECT id, reason FROM bus_letter')).toEqual([]);
  });

  const rows = (sql: string) => {
    const database = new DatabaseSync(join(platform.dataFolder, 'lapor.db'), { timeout: 5_000 });
    try {
      return database.prepare(sql).all();
    } finally {
      database.close();
    }
  };

  /** Whatever the order of terms, and the age: storing a case as it is stored today makes it older. */
  const sameEntries = (one: readonly Row[], other: readonly Row[]) => {
    const read = ({ doc }: Row) => {
      const { terms, version: _age, steps: _steps, ...rest } = JSON.parse(String(doc)) as Entry;
      return { ...rest, terms: terms?.toSorted() };
    };
    return isDeepStrictEqual(one.map(read), other.map(read));
  };

  /** Events that some consumer has not had. */
  const waiting = () =>
    rows(
      'SELECT e.position FROM bus_event AS e JOIN bus_consumer AS c ON c.context = e.context WHERE c.floor < e.position',
    ).length;

  /** Each as the next of the aggregate it was recorded of. */
  function putFutureEvents(): number {
    const database = new DatabaseSync(join(platform.dataFolder, 'lapor.db'), { timeout: 5_000 });
    const next = new Map<string, number>();
    const insert = database.prepare(
      'INSERT INTO bus_event (id, context, stored_at, aggregate_id, event) VALUES (?, ?, ?, ?, ?)',
    );
    for (const event of goldenEvents()) {
      const schema = schemaOf(event);
      const body = JSON.parse(event.body) as JsonObject;
      const aggregateId = aggregateOf(body);
      const [, context = ''] = event.type.split('.');
      const key = `${context}:${aggregateId}`;
      const pubSeq = (next.get(key) ?? lastPublished(context, aggregateId)) + 1;
      next.set(key, pubSeq);
      const id = `${aggregateId}:${1_000 + pubSeq}`;
      const future = JSON.stringify(fromTheFuture(schema, body));
      const whole = { id, type: event.type, aggregateId, pubSeq, time: GOLDEN_NOW, body: future };
      insert.run(id, context, Date.now(), aggregateId, JSON.stringify(whole));
    }
    database.close();
    return goldenEvents().length;
  }

  function lastPublished(context: string, aggregateId: string): number {
    const database = new DatabaseSync(join(platform.dataFolder, 'lapor.db'), { readOnly: true });
    const tables = {
      intake: ['complaints'],
      routing: ['cases'],
      directory: ['agencies', 'officers'],
    } as const;
    for (const table of tables[context as keyof typeof tables]) {
      const row = database.prepare(`SELECT doc FROM "${context}.${table}" WHERE id = ?`).get(aggregateId);
      if (row) return (JSON.parse(String(row['doc'])) as { readonly pub: number }).pub;
    }
    throw new Error(`${context} has no ${aggregateId}`);
  }
});

/** Whose event it is: its body begins with that. */
function aggregateOf(body: JsonObject): string {
  const [first] = Object.values(body);
  const id = isObject(first) ? Object.values(first)[0] : first;
  if (typeof id !== 'string') throw new Error('an event that does not say whose it is');
  return id;
}
