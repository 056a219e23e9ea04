import type { Delivery } from './delivery.ts';
import { DANGER_SAID } from './notice-plan.ts';
import type { TemplateName } from './notice-plan.ts';

/** What calls somebody to a danger: that it is there, that it is here now, that its two hours run out. */
const CALLS: ReadonlySet<TemplateName> = new Set([
  'officer_triage',
  'officer_assigned',
  'officer_returned',
  'officer_danger',
  'officer_danger_found',
  DANGER_SAID.template,
]);

export interface Call {
  readonly template: TemplateName;
  readonly danger: boolean;
  /** Of a limit that is near or missed. */
  readonly clock?: string | undefined;
}

/**
 * By which ways an officer is told: by mail where there is an address, else by text message. What is urgent goes by both: nobody
 * reads mail at two in the morning.
 */
export function officerChannels(
  { email, phone }: { readonly email: string; readonly phone: string },
  { template, danger, clock }: Call,
): readonly Delivery['channel'][] {
  const urgent = danger && (clock === undefined ? CALLS.has(template) : clock === 'urgent');
  const ways: readonly (Delivery['channel'] | '')[] = [email && 'email', phone && 'sms'];
  const known = ways.filter((way) => way !== '');
  return urgent ? known : known.slice(0, 1);
}
