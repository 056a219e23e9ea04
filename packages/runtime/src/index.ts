export { readConfig } from './config.ts';
export { lockFolder } from './installation/folder-lock.ts';
export { secretFor } from './installation/key-check.ts';
export { setupKeyCheck } from './installation/setup-key-check.ts';
export { markMoved } from './installation/moved-away.ts';
export type { FolderLock } from './installation/folder-lock.ts';
export { createLogger } from './logger.ts';
export type { LoggerOptions } from './logger.ts';
export type { Door, Platform, RunningService, ServiceName, StartService } from './service/platform.ts';
export { eventsOf, eventsService, replayFrom, subscriptionTo } from './service/published-events.ts';
export type { EventSource } from './service/published-events.ts';
export { createReadiness, within } from './service/readiness.ts';
export type { CheckResult, Readiness, ReadinessReport } from './service/readiness.ts';
export { isSimulated, simulatedClock } from './host/simulated-clock.ts';
export type { SimulatedClock } from './host/simulated-clock.ts';
export { spanEnded } from './telemetry/spans.ts';
export {
  childOf,
  currentTrace,
  currentTraceparent,
  formatTraceparent,
  parseTraceparent,
  runInTrace,
} from './telemetry/trace.ts';
export type { TraceContext } from './telemetry/trace.ts';
export { hostAll } from './host/host-all.ts';
export type { HostAllOptions } from './host/host-all.ts';
export type { RunningHost, Settling } from './host/running-host.ts';
export { settleServices } from './host/settle-services.ts';
export { logCrashes, runUntilSignal } from './host/run-until-signal.ts';
export { collectOnOneThread } from './host/collect-on-one-thread.ts';
export { giveBackMemory } from './host/give-back-memory.ts';
export type { Logger } from 'pino';
