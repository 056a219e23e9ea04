import { AppError } from '@lapor/kernel';
import type { PolicyFields } from './clock-rules-types.ts';

/** The last one that holds by this day, yyyy-mm-dd; before the first one, the first. */
export function policyInForce(policies: readonly PolicyFields[], day: string): PolicyFields {
  const known = policies.filter(({ validFrom }) => validFrom <= day);
  // Of two for one day the later one mends the earlier.
  const last = known.reduce<PolicyFields | undefined>(
    (best, each) => (best === undefined || each.validFrom >= best.validFrom ? each : best),
    undefined,
  );
  const found = last ?? policies[0];
  if (found === undefined) throw new AppError('internal', 'there is no policy at all');
  return found;
}
