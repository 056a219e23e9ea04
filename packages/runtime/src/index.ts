export { eventsService, replayFrom, subscriptionTo } from './published-events.ts';
export type { EventSource } from './published-events.ts';
