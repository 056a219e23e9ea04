import { type CaseState, isReachable } from './case.ts';
import { type ClockName, isOpen } from './clocks/clock.ts';
import type { CaseStatus, Channel, ComplaintType } from './vocabulary.ts';
import type { Instant } from './clocks/working-time.ts';

/** The published contract's view of a case, in plain values: moments are epoch milliseconds, what is not known is absent. */
export interface CaseSnapshot {
  readonly caseId: string;
  readonly status: CaseStatus;
  readonly type: ComplaintType;
  readonly channel: Channel;
  readonly categoryCode: string;
  readonly areaCode: string;
  readonly anonymous: boolean;
  readonly secret: boolean;
  readonly protected: boolean;
  readonly danger: boolean;
  readonly supervisory: boolean;
  readonly holderAgencyId: string;
  readonly holderPath: readonly string[];
  readonly submittedAt: Instant;
  readonly receivedAt: Instant;
  /** Due dates stay after a clock was met, so that a reader can compare; they change only with a new leg or a pause. */
  readonly caseDueAt?: Instant;
  readonly verificationDueAt?: Instant;
  readonly responseDueAt?: Instant;
  readonly resolutionDueAt?: Instant;
  readonly replyDueAt?: Instant;
  readonly urgentDueAt?: Instant;
  /** Danger that somebody has come to. */
  readonly urgentMet: boolean;
  readonly provisional: boolean;
  readonly reachable: boolean;
  /** The case it follows. */
  readonly masterCaseId?: string;
}

const DUE_FIELDS = {
  case: 'caseDueAt',
  verification: 'verificationDueAt',
  response: 'responseDueAt',
  resolution: 'resolutionDueAt',
  reply: 'replyDueAt',
  urgent: 'urgentDueAt',
} as const satisfies Partial<Record<ClockName, keyof CaseSnapshot>>;

export function snapshotOf(state: CaseState): CaseSnapshot {
  const due: { -readonly [K in keyof CaseSnapshot as K extends `${string}DueAt` ? K : never]: Instant } = {};
  let provisional = false;
  for (const [name, field] of Object.entries(DUE_FIELDS) as [keyof typeof DUE_FIELDS, keyof typeof due][]) {
    const clock = state.clocks[name];
    if (clock === undefined) continue;
    due[field] = clock.dueAt;
    provisional ||= clock.provisional && clock.stoppedAt === undefined;
  }
  return {
    caseId: state.id,
    status: state.status,
    type: state.type,
    channel: state.channel,
    categoryCode: state.categoryCode,
    areaCode: state.areaCode,
    anonymous: state.anonymous,
    secret: state.secret,
    protected: state.protected,
    danger: state.danger,
    supervisory: state.supervisory,
    holderAgencyId: state.holder.id,
    holderPath: state.holder.path,
    submittedAt: state.submittedAt,
    receivedAt: state.receivedAt,
    ...due,
    urgentMet: state.danger && !isOpen(state.clocks.urgent),
    provisional,
    reachable: isReachable(state),
    ...(state.master === undefined ? {} : { masterCaseId: state.master.id }),
  };
}
