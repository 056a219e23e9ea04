import { systemClock } from '@lapor/kernel';
import {
  collectOnOneThread,
  createLogger,
  giveBackMemory,
  hostAll,
  runUntilSignal,
  simulatedClock,
} from '@lapor/runtime';
import type { LoggerOptions } from '@lapor/runtime';
import { banner } from './banner.ts';
import { readStandaloneConfig } from './config.ts';
import { loadDemo } from './demo/load-demo.ts';
import { endFirstStart, findFirstStart } from './first-start.ts';
import { writeRecoverySheet } from './recovery-sheet.ts';
import { localUrl, serviceSettings } from './service-settings.ts';
import { services } from './services.ts';

export interface StandaloneOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly arguments: readonly string[];
  /** Shows the operator a text. */
  readonly tell: (text: string) => void;
  readonly logTo: NonNullable<LoggerOptions['destination']>;
  readonly whenReady?: () => void;
}

/** Runs all five services in this process until it is told to stop. */
export async function standalone(options: StandaloneOptions): Promise<void> {
  const { env, tell } = options;
  const config = readStandaloneConfig(env, options.arguments);
  const { dataFolder, keysFolder } = config;
  collectOnOneThread();
  const log = createLogger({ level: config.logLevel, destination: options.logTo });
  const firstStart = findFirstStart(dataFolder, config.adminPassword);
  if (firstStart !== undefined) tell('  First start: reading in the areas and agencies of the country …');
  const clock = config.simulatedFrom === undefined ? systemClock : simulatedClock(config.simulatedFrom);
  const settings = serviceSettings(env, config, firstStart);
  if (config.demo && firstStart !== undefined)
    await loadDemo({ dataFolder, keysFolder, env: settings, now: clock.now(), log, tell });
  const host = await hostAll({ services, dataFolder, keysFolder, env: settings, clock, log });
  const stopped = runUntilSignal(log, () => host.stop());
  const url = localUrl(config);
  const recoverySheet =
    firstStart === undefined ? undefined : writeRecoverySheet(keysFolder, dataFolder, new Date());
  const startedInSeconds = performance.now() / 1_000;
  tell(banner({ config, url, startedInSeconds, firstStart, recoverySheet }));
  endFirstStart(dataFolder);
  options.whenReady?.();
  giveBackMemory(log);
  await stopped;
  tell('  Lapor has stopped. Nothing was lost.');
}
