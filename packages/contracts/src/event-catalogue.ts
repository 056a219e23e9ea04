import { create, fromJsonString, getOption, hasOption, toJsonString } from '@bufbuild/protobuf';
import type { DescFile, DescMessage, Message, MessageInitShape, MessageShape } from '@bufbuild/protobuf';
import { AppError } from '@lapor/kernel';
import { file_lapor_directory_v1_events } from './gen/lapor/directory/v1/events_pb.ts';
import { Audience, audience } from './gen/lapor/events/v1/events_pb.ts';
import { file_lapor_intake_v1_events } from './gen/lapor/intake/v1/events_pb.ts';
import { file_lapor_notification_v1_notification } from './gen/lapor/notification/v1/notification_pb.ts';
import { file_lapor_routing_v1_events } from './gen/lapor/routing/v1/events_pb.ts';

/** One kind of event as its proto declares it. */
export interface EventType {
  /** Full message name: "lapor.routing.v1.CaseDisposed". */
  readonly type: string;
  /** The owning context: "routing". */
  readonly context: string;
  /** Never unspecified: a test fails for an event without one. */
  readonly audience: Audience;
  readonly schema: DescMessage;
}

/** The files that declare events; a test finds events declared elsewhere. */
export const EVENT_FILES: readonly DescFile[] = [
  file_lapor_intake_v1_events,
  file_lapor_routing_v1_events,
  file_lapor_directory_v1_events,
  file_lapor_notification_v1_notification,
];

/** Messages in an events.proto that are only parts of events. */
export const EVENT_PARTS: ReadonlySet<string> = new Set([
  'lapor.intake.v1.Filing',
  'lapor.directory.v1.AgencySummary',
  'lapor.routing.v1.ThresholdPassed',
  'lapor.routing.v1.ClockMoved',
]);

/** A message is an event when it declares an audience. */
export function isEvent(message: DescMessage): boolean {
  return hasOption(message, audience);
}

function eventTypeOf(schema: DescMessage): EventType {
  const [, context = ''] = schema.typeName.split('.');
  return { type: schema.typeName, context, audience: getOption(schema, audience), schema };
}

/** Every kind of event there is, by its type. */
export const EVENT_CATALOGUE: ReadonlyMap<string, EventType> = new Map(
  EVENT_FILES.flatMap((file) => file.messages.filter(isEvent)).map((schema) => [
    schema.typeName,
    eventTypeOf(schema),
  ]),
);

/** Whether an event of this type goes on the bus at all. */
export function isOnBus(type: string): boolean {
  const found = EVENT_CATALOGUE.get(type);
  return found !== undefined && found.audience > Audience.PRIVATE;
}

/** Whether copies of an event of this type go to the agencies it concerns. */
export function isForAgencies(type: string): boolean {
  const found = EVENT_CATALOGUE.get(type);
  return found !== undefined && found.audience >= Audience.AGENCY;
}

/** What an event says, as it travels: its type and ProtoJSON. @throws AppError invalid for what is not for the bus. */
export function toBusEvent<Schema extends DescMessage>(
  schema: Schema,
  message: MessageInitShape<Schema>,
): { readonly type: string; readonly body: string } {
  if (!isOnBus(schema.typeName)) {
    throw new AppError('invalid', `${schema.typeName} is not an event for the bus`);
  }
  return { type: schema.typeName, body: toJsonString(schema, create(schema, message)) };
}

/**
 * The message of an event of this type; undefined when it is of another one. Fields and enum words that this version
 * does not know are passed over, as a newer owner may send them. @throws AppError invalid for a body that cannot be read.
 */
export function parseBusEvent<Schema extends DescMessage>(
  schema: Schema,
  event: { readonly type: string; readonly body: string },
): MessageShape<Schema> | undefined {
  if (event.type !== schema.typeName) return undefined;
  try {
    return fromJsonString(schema, event.body, { ignoreUnknownFields: true });
  } catch (cause) {
    throw new AppError('invalid', `the body of ${event.type} cannot be read`, { cause });
  }
}

/** The message of any event in the catalogue; undefined for types of a newer contract. @throws AppError invalid */
export function readBusEvent(event: { readonly type: string; readonly body: string }): Message | undefined {
  const found = EVENT_CATALOGUE.get(event.type);
  return found === undefined ? undefined : parseBusEvent(found.schema, event);
}
