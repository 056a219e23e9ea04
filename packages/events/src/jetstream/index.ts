// A door of its own: an installation without NATS does not load its client.
export { connectTo } from './connect-to.ts';
export type { NatsConnectOptions, NatsCredentials } from './connect-to.ts';
export { jetStreamBus } from './jetstream-bus.ts';
export type { JetStreamBusOptions } from './jetstream-bus.ts';
export { ensureFeedStream, FEED_STREAM } from './streams.ts';
export { watchUnhandled } from '../move/watch-unhandled.ts';
export type { UnhandledWatch } from '../move/watch-unhandled.ts';
