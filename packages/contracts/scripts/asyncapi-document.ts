import { ScalarType } from '@bufbuild/protobuf';
import type { DescEnum, DescField, DescMessage } from '@bufbuild/protobuf';
import { getComments } from '@bufbuild/protoplugin';

type Json = Readonly<Record<string, unknown>>;

const TIMESTAMP = 'google.protobuf.Timestamp';

/** The AsyncAPI 3 document of the feed: one channel and one message per kind of event. */
export function agencyFeedDocument(events: readonly DescMessage[]): Json {
  const schemas: Record<string, Json> = {};
  for (const event of events) describeMessage(event, schemas);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Lapor: the feed of an agency',
      version: '1.0.0',
      description: INTRODUCTION,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      nats: {
        host: 'nats.example.org:4222',
        protocol: 'nats',
        description: 'NATS JetStream, domain "lapor", stream AGENCY_FEED, durable: the id of the key.',
        security: [{ $ref: '#/components/securitySchemes/agencyKey' }],
      },
    },
    channels: Object.fromEntries(events.map((event) => [event.name, channelOf(event)])),
    operations: Object.fromEntries(events.map((event) => [`send${event.name}`, operationOf(event)])),
    components: {
      messages: Object.fromEntries(events.map((event) => [event.name, messageOf(event)])),
      messageTraits: { cloudEvent: { headers: HEADERS } },
      parameters: {
        agencyId: { description: 'Whose copy it is.' },
        caseId: { description: 'Tracking id of the case.' },
      },
      schemas,
      securitySchemes: {
        agencyKey: {
          type: 'userPassword',
          description: 'A key reads lak_<key id>_<secret>: the key id is the user, the secret the password.',
        },
      },
    },
  };
}

const INTRODUCTION = [
  'What happens to the cases of an agency and of the units below it. Each event comes as one copy to each agency it concerns: the',
  'holder and every tier above; the event that takes a case away also to the former holder and the tiers above that. A protected',
  'case reaches nobody but the inspectorate of the body concerned: to others it falls silent.',
  '',
  'At least once: know by ce-id what you had already. Per case the copies come in order, numbered by ce-feedseq without holes.',
  'The feed keeps 30 days. Readers pass over fields and words that they do not know: more may come. Fields that hold their',
  'default (0, false, empty) are left out, as ProtoJSON does. Nothing here is free text or tells who a reporter is.',
].join('\n');

const HEADERS: Json = {
  type: 'object',
  description: 'CloudEvents 1.0 in binary mode, and W3C trace context.',
  required: [
    'ce-specversion',
    'ce-id',
    'ce-type',
    'ce-source',
    'ce-subject',
    'ce-time',
    'ce-agency',
    'ce-feedseq',
  ],
  properties: {
    'ce-specversion': { type: 'string', const: '1.0' },
    'ce-id': { type: 'string', description: 'The same in every copy of the event.' },
    'ce-type': { type: 'string', description: 'lapor.routing.v1.CaseDisposed' },
    'ce-source': { type: 'string', const: '/lapor/routing' },
    'ce-subject': { type: 'string', description: 'Tracking id of the case.' },
    'ce-time': { type: 'string', format: 'date-time' },
    'ce-agency': { type: 'string', description: 'Whose copy it is.' },
    'ce-feedseq': { type: 'string', pattern: '^[1-9][0-9]*$', description: '1, 2, 3 … per agency and case.' },
    'content-type': { type: 'string', const: 'application/json' },
    traceparent: { type: 'string' },
  },
};

function channelOf(event: DescMessage): Json {
  return {
    address: `feed.{agencyId}.${event.name}.{caseId}`,
    messages: { [event.name]: { $ref: `#/components/messages/${event.name}` } },
    parameters: {
      agencyId: { $ref: '#/components/parameters/agencyId' },
      caseId: { $ref: '#/components/parameters/caseId' },
    },
  };
}

function operationOf(event: DescMessage): Json {
  return {
    action: 'send',
    channel: { $ref: `#/channels/${event.name}` },
    messages: [{ $ref: `#/channels/${event.name}/messages/${event.name}` }],
  };
}

function messageOf(event: DescMessage): Json {
  return {
    name: event.typeName,
    title: event.name,
    ...summaryOf(event),
    contentType: 'application/json',
    traits: [{ $ref: '#/components/messageTraits/cloudEvent' }],
    payload: { $ref: `#/components/schemas/${event.typeName}` },
  };
}

function summaryOf(event: DescMessage): Json {
  const text = commentOf(event);
  return text === '' ? {} : { summary: text };
}

function describeMessage(message: DescMessage, schemas: Record<string, Json>): void {
  if (schemas[message.typeName] !== undefined) return;
  // Before its fields: a message may hold its own kind.
  schemas[message.typeName] = {};
  const properties = message.fields.map((field) => [field.jsonName, fieldOf(field, schemas)] as const);
  schemas[message.typeName] = {
    type: 'object',
    ...described(commentOf(message)),
    properties: Object.fromEntries(properties),
  };
}

function fieldOf(field: DescField, schemas: Record<string, Json>): Json {
  const text = described(commentOf(field));
  switch (field.fieldKind) {
    case 'scalar':
      return { ...scalarOf(field.scalar), ...text };
    case 'enum':
      return { ...enumOf(field.enum), ...text };
    case 'message':
      return messageRef(field.message, schemas, text);
    case 'list':
      return { type: 'array', items: itemOf(field, schemas), ...text };
    case 'map':
      throw new Error(`${field.toString()}: events have no maps so far`);
  }
}

function itemOf(field: DescField & { fieldKind: 'list' }, schemas: Record<string, Json>): Json {
  if (field.listKind === 'scalar') return scalarOf(field.scalar);
  return field.listKind === 'enum' ? enumOf(field.enum) : messageRef(field.message, schemas, {});
}

function messageRef(message: DescMessage, schemas: Record<string, Json>, text: Json): Json {
  if (message.typeName === TIMESTAMP) return { type: 'string', format: 'date-time', ...text };
  describeMessage(message, schemas);
  return { $ref: `#/components/schemas/${message.typeName}` };
}

/** As ProtoJSON writes it: 64-bit numbers are strings. */
function scalarOf(scalar: ScalarType): Json {
  switch (scalar) {
    case ScalarType.STRING:
      return { type: 'string' };
    case ScalarType.BOOL:
      return { type: 'boolean' };
    case ScalarType.UINT32:
      return { type: 'integer', minimum: 0 };
    case ScalarType.UINT64:
      return { type: 'string', pattern: '^[0-9]+$' };
    default:
      throw new Error(`${ScalarType[scalar]}: no event has had such a field so far`);
  }
}

function enumOf(desc: DescEnum): Json {
  return { type: 'string', enum: desc.values.map(({ name }) => name) };
}

function described(text: string): Json {
  return text === '' ? {} : { description: text };
}

function commentOf(desc: Parameters<typeof getComments>[0]): string {
  return (getComments(desc).leading ?? '')
    .split('\n')
    .map((line) => line.trim())
    .join(' ')
    .trim();
}
