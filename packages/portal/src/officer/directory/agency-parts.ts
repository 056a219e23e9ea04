import type { AgencyChangeInfo, KindAndAreaPreview } from '../../agency-change-types.ts';
import type { AgencyInfo, AreaInfo } from '../../directory-types.ts';
import type { OfficerInfo } from '../../officer-types.ts';
import type { FormState } from '../../shell/form-values.ts';

/** What can be done with an agency, in the order of the page. */
export const ACTIONS = [
  'register',
  'rename',
  'kind-and-area',
  'four-eyes',
  'bind-eyes',
  'move',
  'close',
] as const;
export type Action = (typeof ACTIONS)[number];

/** What the page of an agency shows. */
export interface AgencyParts {
  readonly agency: AgencyInfo;
  /** Those above it that the admin looks after, the highest first. */
  readonly above: readonly AgencyInfo[];
  readonly below: readonly AgencyInfo[];
  /** Who serves it, or the first of them; undefined where they are not this admin's to see. */
  readonly staff: readonly OfficerInfo[] | undefined;
  readonly successor: AgencyInfo | undefined;
  /** Who asked for four eyes here. */
  readonly asker: AgencyInfo | undefined;
  /** A new one may be bound to one of these. */
  readonly areas: readonly AreaInfo[];
  readonly changes: readonly AgencyChangeInfo[];
  /** To choose from; undefined when there are too many to list. */
  readonly units: readonly AgencyInfo[] | undefined;
  readonly found: readonly AgencyInfo[] | undefined;
  /** The form that was sent, and what came of it. */
  readonly sent: Action | undefined;
  readonly state: FormState;
  /** Of the kind and area that were tried. */
  readonly preview: KindAndAreaPreview | undefined;
  readonly news: string | undefined;
}
