import type { DemoComplaint } from '@lapor/agency-directory';
import type { AnswerKindName, ArchiveReasonName, FollowUpKindName } from '@lapor/portal';

/** What an officer does. Who holds the case then is looked up when it is played. */
export type OfficerAct =
  | { readonly do: 'dispose' }
  | { readonly do: 'ask'; readonly text: string }
  | { readonly do: 'archive'; readonly reason: ArchiveReasonName; readonly text: string }
  | {
      readonly do: 'refer';
      readonly bodyName: string;
      readonly contact: string;
      readonly reference: string;
      readonly text: string;
    }
  | { readonly do: 'return'; readonly text: string }
  | {
      readonly do: 'follow-up';
      readonly kind: FollowUpKindName;
      readonly text: string;
      readonly nextStep: string;
      readonly nextDate: string;
    }
  | {
      readonly do: 'answer';
      readonly kind: AnswerKindName;
      readonly text: string;
      readonly evidence?: readonly string[];
      readonly promisedDate?: string;
      readonly ground?: string;
      readonly whereToGo?: string;
    };

/** What the reporter does. */
export type ReporterAct =
  | { readonly do: 'messages' | 'reply' | 'not-solved' | 'reopen' | 'withdraw'; readonly text: string }
  /** Reads the answer on the page, which is how the platform knows that it arrived. */
  | { readonly do: 'look' }
  | { readonly do: 'solved'; readonly rating: number };

/** One act in the life of a demo case. */
export type Act = { readonly do: 'file' } | OfficerAct | ReporterAct;

export interface Scene {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly act: Act;
}

/** A complaint of the demo with what becomes of it, in order of time. Ends where today begins. */
export interface Story {
  readonly complaint: DemoComplaint;
  readonly reporter: { readonly name: string; readonly email: string } | undefined;
  readonly scenes: readonly Scene[];
}
