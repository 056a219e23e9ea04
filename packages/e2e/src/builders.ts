import type { NewComplaint, OfficerCommand } from '@lapor/portal';
import { VILLAGE } from './city.ts';

/** A complaint that routing gives to the roads unit by itself. */
export function aboutARoad(fields: Partial<NewComplaint> = {}): NewComplaint {
  return {
    body: 'Lubang besar di jalan depan pasar, dua motor sudah jatuh.',
    category: 'jalan-rusak',
    area: VILLAGE,
    ...fields,
  };
}

/** One that goes to the clinic, in the third tier. */
export function aboutTheClinic(fields: Partial<NewComplaint> = {}): NewComplaint {
  return {
    body: 'Puskesmas tutup sebelum waktunya, antrean ibu hamil pulang semua.',
    category: 'puskesmas',
    area: VILLAGE,
    ...fields,
  };
}

/** One nobody is entered for: a person has to decide. */
export function forTriage(fields: Partial<NewComplaint> = {}): NewComplaint {
  return { body: 'Ada yang aneh dengan layanan di kota ini.', area: VILLAGE, ...fields };
}

type FollowUp = Extract<OfficerCommand, { command: 'follow-up' }>;
type AnswerCommand = Extract<OfficerCommand, { command: 'answer' }>;

export function followUp(fields: Partial<FollowUp> = {}): FollowUp {
  return {
    command: 'follow-up',
    kind: 'inspection',
    text: 'Regu sudah memeriksa lubang dan mengukur luasnya.',
    nextStep: 'Menambal lubang dengan aspal dingin',
    nextDate: '2026-03-10',
    ...fields,
  };
}

export function solved(fields: Partial<AnswerCommand> = {}): AnswerCommand {
  return {
    command: 'answer',
    kind: 'solved',
    text: 'Lubang sudah ditambal dan jalan dibuka kembali.',
    evidence: ['https://kota.example/foto/tambalan.jpg'],
    ...fields,
  };
}
