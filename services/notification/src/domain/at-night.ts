import { DANGER_SAID } from './notice-plan.ts';
import type { TemplateName } from './notice-plan.ts';

/** Danger that whoever has the case may not know of yet. */
const CALLS: ReadonlySet<TemplateName> = new Set([
  'officer_danger',
  'officer_danger_found',
  DANGER_SAID.template,
]);

/** What somebody has to know or to say before anybody comes: once somebody has come it waits, as all else of the case does. */
const UNTIL_SOMEBODY_COMES: ReadonlySet<TemplateName> = new Set([
  'officer_triage',
  'officer_assigned',
  'officer_returned',
  'officer_reply',
  'officer_revived',
  'question',
]);

/** That the two hours run out, or have. */
const OF_LIMITS: ReadonlySet<TemplateName> = new Set([
  'officer_warned',
  'officer_missed',
  'officer_escalated',
]);

export interface Urgency {
  /** Danger is known of, and nobody has come yet. */
  readonly urgent: boolean;
  /** Of limits that are near or missed: the two hours are among them. */
  readonly urgentLate: boolean;
}

/** Whether what nobody waits for at a screen may wake somebody all the same. */
export function mayWake(template: TemplateName, { urgent, urgentLate }: Urgency): boolean {
  if (CALLS.has(template)) return true;
  return OF_LIMITS.has(template) ? urgentLate : urgent && UNTIL_SOMEBODY_COMES.has(template);
}
