export type { AgencyFeed, FeedMessage, FeedReading, RefusedEvent } from './agency-feed.ts';
export type { BusEvent, FeedCopy, OutgoingEvent } from './bus-event.ts';
export type {
  DeadLetter,
  EventBus,
  Outbox,
  OutboxHint,
  Relay,
  RunningConsumer,
  SequenceGuard,
  Subscription,
} from './event-bus.ts';
export type { AckTrust } from './event-bus.ts';
export type { Log } from './log.ts';
export { assertName } from './event-address.ts';
export { embeddedBus } from './embedded/embedded-bus.ts';
export type { EmbeddedBusOptions } from './embedded/embedded-bus.ts';
export { eventsWriterModule } from './embedded/events-writer.ts';
export { Refusals } from './relay/refusals.ts';
export { startRelay } from './relay/relay.ts';
export type { RelayOptions } from './relay/relay.ts';
export { embeddedUnhandled } from './move/embedded-unhandled.ts';
export type { UnhandledEvent } from './move/unhandled-event.ts';
