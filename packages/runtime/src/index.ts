export { readConfig } from './config.ts';
export { lockFolder } from './folder-lock.ts';
export { secretFor } from './key-check.ts';
export { setupKeyCheck } from './setup-key-check.ts';
export { markMoved } from './moved-away.ts';
export type { FolderLock } from './folder-lock.ts';
export { createLogger } from './logger.ts';
export type { LoggerOptions } from './logger.ts';
export type { Door, Platform, RunningService, ServiceName, StartService } from './platform.ts';
export { eventsOf, eventsService, replayFrom, subscriptionTo } from './published-events.ts';
export type { EventSource } from './published-events.ts';
export { createReadiness, within } from './readiness.ts';
export type { CheckResult, Readiness, ReadinessReport } from './readiness.ts';
export { isSimulated, simulatedClock } from './simulated-clock.ts';
export type { SimulatedClock } from './simulated-clock.ts';
export { spanEnded } from './spans.ts';
export {
  childOf,
  currentTrace,
  currentTraceparent,
  formatTraceparent,
  parseTraceparent,
  runInTrace,
} from './trace.ts';
export type { TraceContext } from './trace.ts';
export { hostAll } from './host-all.ts';
export type { HostAllOptions } from './host-all.ts';
export type { RunningHost } from './running-host.ts';
export { logCrashes, runUntilSignal } from './run-until-signal.ts';
export type { Logger } from 'pino';
