import type { Call } from '../call.ts';
import type { City } from '../city.ts';
import { newComplaint } from '../lifecycle.ts';

/** Cases lived for the sake of being copied. */
export interface LivedCases {
  /** Closed by their reporter, as nearly all cases of a year are. */
  readonly closed: readonly string[];
  /** With a unit that has not answered. */
  readonly open: readonly string[];
}

/** Of each kind so many per unit. */
const EACH = 2;

/** Files, disposes, answers and closes through the front door. */
export async function liveTemplates(call: Call, city: City): Promise<LivedCases> {
  const closed: string[] = [];
  const open: string[] = [];
  for (const [nth, unit] of city.units
    .flatMap((each) => Array.from({ length: EACH }, () => each))
    .entries()) {
    for (const kind of [closed, open]) {
      const { trackingId, accessCode } = (await call('POST', '/api/v1/complaints', {
        body: newComplaint(city, nth),
      })) as { readonly trackingId: string; readonly accessCode: string };
      kind.push(trackingId);
      await call('POST', `/api/v1/cases/${trackingId}/dispose`, {
        token: city.adminToken,
        body: { agencyId: unit.agencyId, note: 'Mohon ditangani dalam minggu ini.' },
      });
      if (kind === open) continue;
      await call('POST', `/api/v1/cases/${trackingId}/answer`, {
        token: unit.token,
        body: { kind: 'solved', text: `Lubang nomor ${nth} sudah ditambal.`, evidence: [`foto-${nth}.jpg`] },
      });
      await call('POST', `/api/v1/complaints/${trackingId}/solved`, { accessCode, body: { rating: 3 } });
    }
  }
  // So that the figures have caught up: what is copied then lies behind them, and is not counted anew with the next start.
  await call('GET', '/api/v1/reports/summary?from=2020-01-01&to=2099-12-31');
  return { closed, open };
}
