import { createRequire } from 'node:module';
import { create, ScalarType, toJson } from '@bufbuild/protobuf';
import type { DescField, DescMessage, Message } from '@bufbuild/protobuf';
import { TimestampSchema } from '@bufbuild/protobuf/wkt';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import document from '../asyncapi/agency-feed.json' with { type: 'json' };
import { EVENT_CATALOGUE, isForAgencies } from './event-catalogue.ts';

const standard = createRequire(import.meta.url)('@asyncapi/specs/schemas/3.0.0.json') as object;
const events = [...EVENT_CATALOGUE.values()].filter(
  ({ context, type }) => context === 'routing' && isForAgencies(type),
);

test('the document of the feed is AsyncAPI 3', () => {
  // The standard brings the schema of schemas along.
  const own = { meta: false, validateSchema: false };
  const ajv = new Ajv({ ...own, strict: false, allErrors: true, validateFormats: false });
  ajv.validate(standard, document);
  expect(ajv.errors ?? []).toEqual([]);
  ajv.validate(standard, { ...document, channels: { CaseOpened: { adress: 'feed' } } });
  expect(ajv.errors).not.toBeNull();
});

test('every reference in it leads somewhere', () => {
  const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path);
  expect(refs.length).toBeGreaterThan(events.length);
  for (const ref of refs) {
    let at: unknown = document;
    for (const step of ref.split('/')) at = (at as Record<string, unknown>)[step];
    expect(at, ref).toBeDefined();
  }
});

test('it has every event that agencies get, under its subject, and no other', () => {
  const names = events.map(({ schema }) => schema.name);
  expect(Object.keys(document.channels)).toEqual(names);
  expect(Object.values(document.channels).map(({ address }) => address)).toEqual(
    names.map((name) => `feed.{agencyId}.${name}.{caseId}`),
  );
});

test.each(events.map(({ schema }) => [schema.name, schema] as const))(
  '%s is described as it is written',
  (_name, schema) => {
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    ajv.addSchema({ ...document, $id: 'feed' });
    const check = ajv.getSchema(`feed#/components/schemas/${schema.typeName}`);
    const written = toJson(schema, filled(schema)) as Record<string, unknown>;
    expect(check?.(written), JSON.stringify(check?.errors)).toBe(true);
    const described =
      document.components.schemas[schema.typeName as keyof typeof document.components.schemas];
    expect(Object.keys(described.properties).sort()).toEqual(Object.keys(written).sort());
    expect(check?.({ ...written, case: { caseId: 7 } })).toBe(false);
  },
);

/** A message with something in each of its fields, so that all of them are written. */
function filled(schema: DescMessage): Message {
  const message = create(schema) as Message & Record<string, unknown>;
  for (const field of schema.fields) message[field.localName] = valueOf(field);
  return message;
}

function valueOf(field: DescField): unknown {
  switch (field.fieldKind) {
    case 'scalar':
      if (field.scalar === ScalarType.STRING) return 'x';
      return field.scalar === ScalarType.BOOL ? true : 1;
    case 'enum':
      return field.enum.values.at(-1)?.number;
    case 'message':
      return field.message.typeName === TimestampSchema.typeName
        ? create(TimestampSchema, { seconds: 1n })
        : filled(field.message);
    case 'list':
      return [field.listKind === 'message' ? filled(field.message) : 'x'];
    case 'map':
      return {};
  }
}
