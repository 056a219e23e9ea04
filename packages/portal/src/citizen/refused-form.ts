import type { FormState } from '../shell/form-values.ts';

/** A form of this page that was refused, to be shown again. */
export interface Refused {
  readonly form: string;
  readonly state: FormState;
}
