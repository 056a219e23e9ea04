/** Who hears of an event, in what words, and whether it may wake anybody. */
export interface NoticeRule {
  /** `addressed`: the agency that was written to; `admins`: the holder's; `tiers`: admins of tiers that are to know now;
   * `overseers`: those who look over the place and the agency. */
  readonly audience: 'overseers' | 'reporter' | 'holder' | 'addressed' | 'admins' | 'tiers';
  readonly template: TemplateName;
  /** Answers something the recipient has just done: goes at any hour. */
  readonly prompted?: true;
  /** Calls to a danger, besides the ordinary notice, which keeps its hour. */
  readonly calls?: true;
}

export type TemplateName =
  | 'received'
  | 'assigned'
  | 'question'
  | 'archived'
  | 'archived_silent'
  | 'referred'
  | 'returned'
  | 'followed_up'
  | 'answered'
  | 'closed'
  | 'reopened'
  | 'withdrawn'
  | 'officer_triage'
  | 'officer_assigned'
  | 'officer_reply'
  | 'officer_revived'
  | 'officer_returned'
  | 'officer_not_solved'
  | 'officer_not_solved_again'
  | 'officer_reopened'
  | 'officer_withdrawn'
  | 'officer_note'
  | 'officer_nudged'
  | 'identity_revealed'
  | 'officer_step_due'
  | 'promise_due'
  | 'officer_promise_due'
  | 'promise_reported'
  | 'officer_draft'
  | 'officer_draft_back'
  | 'officer_handed_over'
  | 'overseer_handed_over'
  | 'officer_message'
  | 'officer_message_danger'
  | 'officer_objection'
  | 'reclassified'
  | 'objection_decided'
  | 'objection_accepted'
  | 'objection_rejected'
  | 'officer_warned'
  | 'officer_missed'
  | 'officer_escalated'
  | 'officer_danger'
  | 'officer_danger_found'
  | 'merged'
  | 'unmerged';

/** What the reporter said on the way reads like danger: whoever has the case is called to it. */
export const DANGER_SAID = {
  audience: 'holder',
  template: 'officer_message_danger',
  calls: true,
} as const satisfies NoticeRule;

/**
 * Event → notices. What is not listed is told to nobody.
 * The reporter's own acts are answered at once; what others do waits for the day.
 */
const RULES: Readonly<Record<string, readonly NoticeRule[]>> = {
  ComplaintFiled: [{ audience: 'reporter', template: 'received', prompted: true }],
  CaseOpened: [{ audience: 'holder', template: 'officer_triage' }],
  CaseDisposed: [
    { audience: 'reporter', template: 'assigned' },
    { audience: 'holder', template: 'officer_assigned' },
  ],
  QuestionAsked: [{ audience: 'reporter', template: 'question' }],
  QuestionAnswered: [{ audience: 'holder', template: 'officer_reply' }, DANGER_SAID],
  CaseArchived: [
    { audience: 'reporter', template: 'archived' },
    { audience: 'reporter', template: 'archived_silent' },
  ],
  CaseRevived: [{ audience: 'holder', template: 'officer_revived' }, DANGER_SAID],
  CaseReferred: [{ audience: 'reporter', template: 'referred' }],
  CaseReturned: [
    { audience: 'reporter', template: 'returned' },
    { audience: 'holder', template: 'officer_returned' },
  ],
  // A unit that takes a thousand cases over finds them in its inbox; each reporter has one.
  CaseTakenOver: [{ audience: 'reporter', template: 'assigned' }],
  CaseFollowedUp: [{ audience: 'reporter', template: 'followed_up' }],
  CasePrivacyChanged: [{ audience: 'holder', template: 'officer_assigned' }],
  ReporterMessageAdded: [{ audience: 'holder', template: 'officer_message' }, DANGER_SAID],
  CaseReclassified: [
    { audience: 'reporter', template: 'reclassified' },
    { audience: 'holder', template: 'officer_danger_found' },
  ],
  ReclassificationObjected: [{ audience: 'addressed', template: 'officer_objection' }, DANGER_SAID],
  ObjectionDecided: [
    { audience: 'reporter', template: 'objection_accepted' },
    { audience: 'reporter', template: 'objection_rejected' },
  ],
  NextStepDue: [{ audience: 'holder', template: 'officer_step_due' }],
  PromiseDue: [
    { audience: 'reporter', template: 'promise_due' },
    { audience: 'holder', template: 'officer_promise_due' },
  ],
  PromiseReported: [{ audience: 'reporter', template: 'promise_reported' }],
  AnswerDrafted: [{ audience: 'holder', template: 'officer_draft' }],
  DraftSentBack: [{ audience: 'holder', template: 'officer_draft_back' }],
  CaseHandedOver: [
    { audience: 'holder', template: 'officer_handed_over' },
    { audience: 'overseers', template: 'overseer_handed_over' },
    DANGER_SAID,
  ],
  CaseLeads: [{ audience: 'holder', template: 'officer_danger' }],
  CaseMerged: [{ audience: 'reporter', template: 'merged' }],
  CaseUnmerged: [{ audience: 'reporter', template: 'unmerged' }],
  CaseIdentityRevealed: [{ audience: 'reporter', template: 'identity_revealed' }],
  CaseNoteAdded: [{ audience: 'addressed', template: 'officer_note' }],
  CaseNudged: [{ audience: 'holder', template: 'officer_nudged' }],
  CaseAnswered: [{ audience: 'reporter', template: 'answered' }],
  CaseNotSolved: [
    { audience: 'holder', template: 'officer_not_solved' },
    { audience: 'admins', template: 'officer_not_solved_again' },
    DANGER_SAID,
  ],
  CaseClosed: [{ audience: 'reporter', template: 'closed' }],
  CaseReopened: [
    { audience: 'reporter', template: 'reopened', prompted: true },
    { audience: 'holder', template: 'officer_reopened' },
    DANGER_SAID,
  ],
  ClockThresholdsPassed: [
    { audience: 'holder', template: 'officer_warned' },
    { audience: 'holder', template: 'officer_missed' },
    { audience: 'admins', template: 'officer_missed' },
    { audience: 'tiers', template: 'officer_escalated' },
  ],
  CaseWithdrawn: [
    { audience: 'reporter', template: 'withdrawn', prompted: true },
    { audience: 'holder', template: 'officer_withdrawn' },
    DANGER_SAID,
  ],
};

/** What the plan looks at besides the event's name. */
export interface NoticeFacts {
  /** A case that found its agency at once needs no triage. */
  readonly triageReason?: string;
  /** Protection took the case to another holder, whose work it is from here on. */
  readonly changedHands?: boolean;
  /** What the reporter wrote reads like danger, and nobody has just been called to it. */
  readonly saysDanger?: boolean;
  /** Whoever held it for the time being took it on: nobody else has it now. */
  readonly takenOn?: boolean;
  /** Somebody has it to work on. */
  readonly goesOn?: boolean;
  /** Set aside because the reporter did not answer: an answer revives it. */
  readonly revivable?: boolean;
  /** Closed by the reporter's own word. */
  readonly byReporter?: boolean;
  /** The channel answered on the spot: an SMS has had its reply. */
  readonly answeredByChannel?: boolean;
  /** Of thresholds passed: that a limit was missed is told now; without it and without tiers it is a warning. */
  readonly missedNow?: boolean;
  readonly toldAbove?: boolean;
  /** It waits for its reporter's verdict. */
  readonly answered?: boolean;
  /** The case it follows follows another now: its reporter was told when it began to. */
  readonly movesAlong?: boolean;
  /** Another case of the same matter told of danger. */
  readonly dangerJoins?: boolean;
  /** It was found out that it is dangerous. */
  readonly dangerFound?: boolean;
  /** The reporter is out of it. */
  readonly withdrawn?: boolean;
  /** An objection was. */
  readonly accepted?: boolean;
  /** For the second time or more an answer did not do: those above may take it over. */
  readonly again?: boolean;
  /** It follows another case: those who work on that one have been told of it. */
  readonly followsMaster?: boolean;
}

/** What an office does, or is asked, once for a master and all who follow it. */
const DONE_TOGETHER: ReadonlySet<string> = new Set([
  'CaseDisposed',
  'CaseReturned',
  'CaseTakenOver',
  'PromiseDue',
]);

/** The notices an event asks for. `name` is the event's name without package. */
export function planNotices(name: string, facts: NoticeFacts): readonly NoticeRule[] {
  const rules = RULES[name] ?? [];
  return rules.flatMap((rule) => {
    if (facts.followsMaster && rule.audience !== 'reporter' && DONE_TOGETHER.has(name)) return [];
    if (name === 'CaseMerged' && (facts.movesAlong || facts.answered)) return [];
    if (name === 'CaseUnmerged' && facts.answered) return [];
    if (name === 'CaseLeads' && !facts.dangerJoins) return [];
    if (rule.template === 'officer_danger_found' && !facts.dangerFound) return [];
    if (rule.template === 'officer_triage' && !facts.triageReason) return [];
    if (rule.template === (facts.saysDanger ? 'officer_message' : DANGER_SAID.template)) return [];
    if (name === 'CaseDisposed' && facts.takenOn) return [];
    if (name === 'CasePrivacyChanged' && !facts.changedHands) return [];
    if (name === 'CaseTakenOver' && !facts.goesOn) return [];
    if (rule.template === (facts.revivable ? 'archived' : 'archived_silent')) return [];
    if (rule.template === 'received' && facts.answeredByChannel) return [];
    if (rule.template === 'followed_up' && facts.withdrawn) return [];
    if (rule.template === 'objection_accepted' && !facts.accepted) return [];
    if (rule.template === 'objection_rejected' && facts.accepted) return [];
    if (rule.template === 'officer_not_solved_again' && !facts.again) return [];
    if (rule.template === 'officer_missed' && !facts.missedNow) return [];
    if (rule.template === 'officer_warned' && (facts.missedNow || facts.toldAbove)) return [];
    if (rule.template === 'closed' && facts.byReporter) return [{ ...rule, prompted: true as const }];
    return [rule];
  });
}

/** Event names that lead to a notice. */
export const noticedEvents: ReadonlySet<string> = new Set(Object.keys(RULES));
