import type { NamedCode } from './complaint-types.ts';

/** Words to begin an answer with, of an agency and for all below it. */
export interface AnswerTemplate {
  readonly id: string;
  readonly agency: NamedCode;
  readonly name: string;
  /** With `{kode}`, `{instansi}`, `{tanggal}` where something of the case stands; on a case with what they stand for. */
  readonly text: string;
}

export interface NewAnswerTemplate {
  readonly agencyId: string;
  readonly name: string;
  readonly text: string;
  readonly reason: string;
}
