export type {
  BusEvent,
  DeadLetter,
  EventBus,
  Outbox,
  OutboxHint,
  Relay,
  RunningConsumer,
  SequenceGuard,
  Subscription,
} from './event-bus.ts';
