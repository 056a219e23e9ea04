import type { Clock } from '@lapor/kernel';
import { codeEnd } from '../domain/officer/one-time-code.ts';
import type { OfficerState } from '../domain/officer/officer.ts';
import type { Credentials } from './credentials.ts';

const DAY_MILLISECONDS = 86_400_000;

/** How long a one-time code opens. It is told on paper and over the telephone: one that lies about must not open for ever. */
export interface OneTimeCodes {
  /** Of one given now, ISO 8601 UTC. */
  endOfNew(): string;
  /** ISO 8601 UTC; undefined where there is no code, or it has no end. */
  endOf(state: OfficerState): string | undefined;
  hasRunOut(state: OfficerState): boolean;
  /** Before anybody signs in: those that were given without an end have as long as one given when this was first called. */
  open(): Promise<void>;
}

export function openOneTimeCodes(
  credentials: Pick<Credentials, 'datedSince'>,
  clock: Clock,
  days: number,
): OneTimeCodes {
  const after = (start: Date) => new Date(start.getTime() + days * DAY_MILLISECONDS);
  let undatedUntil = after(clock.now());
  const endOf = (state: OfficerState) => codeEnd(state, undatedUntil);
  return {
    endOfNew: () => after(clock.now()).toISOString(),
    endOf,
    hasRunOut(state) {
      const end = endOf(state);
      return end !== undefined && new Date(end) < clock.now();
    },
    async open() {
      undatedUntil = after(await credentials.datedSince(clock.now()));
    },
  };
}
