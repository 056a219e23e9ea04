import type { Clock } from '@lapor/kernel';
import type { Logger, RunningHost } from '@lapor/runtime';

/** What there is to fill a demo with. */
export interface DemoContext {
  /** Where the API and the portal are. */
  readonly url: string;
  readonly host: RunningHost;
  readonly clock: Clock;
  readonly log: Logger;
  readonly adminPassword: string;
  /** Shows the operator a text. */
  readonly tell: (text: string) => void;
}

/**
 * Fills a new demo installation. Called with `--demo` on a first start when all services are up, and again if that start was
 * cut short: it must find what is there already and go on from it.
 */
export type LoadDemo = (context: DemoContext) => Promise<void>;

export const loadDemo: LoadDemo | undefined = undefined;
