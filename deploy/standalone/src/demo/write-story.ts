import type { DemoComplaint } from '@lapor/agency-directory';
import type { AnswerKindName } from '@lapor/portal';
import { chanceOf } from './chance.ts';
import type { Chance } from './chance.ts';
import { DAY, MINUTE, atHome, dayName, inOffice } from './office-time.ts';
import type { Act, Scene, Story } from './story.ts';
import {
  MESSAGES,
  NAMES,
  NOT_SOLVED,
  OUTSIDE,
  QUESTIONS,
  REOPENED,
  REPLIES,
  RETURNS,
  WITHDRAWN,
  phrasesFor,
} from './words.ts';
import type { Phrases } from './words.ts';

/** How stories end when there is time enough. What is due after today has not happened yet. */
const COURSES = {
  waits: 8,
  in_progress: 12,
  answered: 10,
  confirmed: 30,
  silent: 14,
  not_solved: 7,
  reopened: 4,
  asked: 6,
  asked_in_vain: 4,
  archived: 5,
  returned: 4,
  returned_in_vain: 4,
  referred: 4,
  withdrawn: 4,
} as const;
type Course = keyof typeof COURSES;

/** Where there is danger somebody has gone there before anything else is decided; with some, nobody goes. */
const DANGER_COURSES = {
  waits: 3,
  in_progress: 3,
  answered: 4,
  confirmed: 6,
  silent: 2,
  not_solved: 1,
} as const;

const ANSWERS: Readonly<Record<AnswerKindName, number>> = {
  solved: 60,
  explained: 18,
  clarified: 6,
  cannot: 6,
  promised: 10,
};

export interface StoryRules {
  /** Milliseconds: nothing happens from then on. */
  readonly now: number;
  /** The day of the newest complaint; the others are as much older as they were written. */
  readonly newestDay: string;
  readonly groupOf: (categoryCode: string | undefined) => string | undefined;
}

/** Writes the life of one demo complaint: always the same for the same `now`. */
export function writeStory(complaint: DemoComplaint, rules: StoryRules): Story {
  const chance = chanceOf(complaint.id);
  const daysAgo = (Date.parse(rules.newestDay) - Date.parse(complaint.occurredOn)) / DAY;
  const filedAt = Math.min(
    atHome(rules.now - (daysAgo + 1) * DAY, 0, chance),
    rules.now - chance.next() * DAY,
  );
  const writer = createWriter(filedAt, phrasesFor(rules.groupOf(complaint.categoryCode)));
  const messages = maybeMessage(writer, chance);
  const course = courseOf(complaint, chance);
  if (isUrgent(complaint) && course !== 'waits') standby(writer, chance);
  COURSE[course](writer, chance);
  const known = chance.next() < 0.85;
  return {
    complaint,
    // .example is reserved (RFC 2606): whatever is configured, nobody gets mail from a demo.
    reporter: known ? { name: chance.pick(NAMES), email: `${complaint.id}@warga.example` } : undefined,
    scenes: [...writer.scenes, ...messages].filter(({ at }) => at < rules.now).sort((a, b) => a.at - b.at),
  };
}

/** Only where somebody is there to go: a person decides about the others first. */
const isUrgent = ({ danger, expectedAgencyKey }: DemoComplaint) =>
  danger === true && expectedAgencyKey !== null;

function courseOf(complaint: DemoComplaint, chance: Chance): Course {
  const { expectedAgencyKey, channel } = complaint;
  if (expectedAgencyKey === null)
    return chance.weighted({ waits: 4, referred: 6, archived: 4, asked_in_vain: 3 });
  if (isUrgent(complaint)) return chance.weighted(DANGER_COURSES);
  const course = chance.weighted(COURSES);
  // Whoever dropped a slip into a box has no code to come back with.
  return channel === 'suggestion_box' && course !== 'silent' ? 'answered' : course;
}

interface Writer {
  readonly scenes: readonly Scene[];
  /** Time of the last scene. */
  readonly at: number;
  readonly phrases: Phrases;
  add(at: number, act: Act): void;
}

function createWriter(start: number, phrases: Phrases): Writer {
  const scenes: Scene[] = [];
  const writer = {
    scenes,
    at: start,
    phrases,
    add(at: number, act: Act) {
      scenes.push({ at, act });
      writer.at = at;
    },
  };
  writer.add(start, { do: 'file' });
  return writer;
}

/** Something more from the reporter, on its own way beside the story. */
function maybeMessage(writer: Writer, chance: Chance): readonly Scene[] {
  if (chance.next() > 0.12) return [];
  const at = atHome(writer.at, 1 + Math.floor(chance.between(0, 4)), chance);
  return [{ at, act: { do: 'messages', text: chance.pick(MESSAGES) } }];
}

/** Verification where a person is needed: within the limit, as a rule. */
function triage(writer: Writer, chance: Chance): void {
  writer.add(inOffice(writer.at, Math.floor(chance.between(0, 3)), chance), { do: 'dispose' });
}

/** At any hour, and nearly always within the two hours there are. */
function standby(writer: Writer, chance: Chance): void {
  writer.add(writer.at + chance.between(3, 15) * MINUTE, { do: 'dispose' });
  stepAt(writer, chance, writer.at + chance.between(15, 110) * MINUTE);
}

function followUp(writer: Writer, chance: Chance): void {
  stepAt(writer, chance, inOffice(writer.at, Math.floor(chance.between(0, 1) ** 2 * 7), chance));
}

function stepAt(writer: Writer, chance: Chance, at: number): void {
  const text = chance.pick(writer.phrases.checked);
  writer.add(at, {
    do: 'follow-up',
    kind: chance.pick(['inspection', 'work_scheduled', 'work_started', 'coordination'] as const),
    text,
    nextStep: chance.pick(writer.phrases.next),
    nextDate: dayName(at + Math.ceil(chance.between(2, 7)) * DAY),
  });
}

function answer(writer: Writer, chance: Chance, kind = chance.weighted(ANSWERS)): void {
  const at = inOffice(writer.at, Math.floor(chance.between(1, 9)), chance);
  const evidence = [`https://foto.batam.example/${dayName(at)}/${Math.floor(chance.between(100, 999))}.jpg`];
  const { done, explained } = writer.phrases;
  const acts: Readonly<Record<AnswerKindName, () => Act>> = {
    solved: () => ({ do: 'answer', kind: 'solved', text: chance.pick(done), evidence }),
    explained: () => ({ do: 'answer', kind: 'explained', text: chance.pick(explained) }),
    clarified: () => ({
      do: 'answer',
      kind: 'clarified',
      text: 'Dua kali kami periksa pada jam yang disebut: layanan buka dan petugas ada di tempat.',
      evidence,
    }),
    cannot: () => ({
      do: 'answer',
      kind: 'cannot',
      text: 'Lahan ini milik perorangan dan bersertifikat; kota tidak boleh bekerja di atasnya.',
      ground: 'Tanah milik perorangan',
      whereToGo: 'Musyawarah di kelurahan, lalu Pengadilan Negeri Batam',
    }),
    promised: () => ({
      do: 'answer',
      kind: 'promised',
      text: 'Pekerjaan ini masuk anggaran perubahan dan dimulai pada tanggal yang kami sebut.',
      promisedDate: dayName(at + Math.ceil(chance.between(10, 60)) * DAY),
    }),
  };
  writer.add(at, acts[kind]());
}

function confirm(writer: Writer, chance: Chance): void {
  const rating = Number(chance.weighted({ 1: 1, 2: 2, 3: 5, 4: 7 }));
  writer.add(atHome(writer.at, Math.floor(chance.between(0, 5)), chance), { do: 'solved', rating });
}

function reporterSays(writer: Writer, chance: Chance, act: Act, days: number): void {
  writer.add(atHome(writer.at, Math.floor(chance.between(0, days)), chance), act);
}

const COURSE: Readonly<Record<Course, (writer: Writer, chance: Chance) => void>> = {
  waits: () => undefined,
  in_progress(writer, chance) {
    triage(writer, chance);
    followUp(writer, chance);
  },
  answered(writer, chance) {
    triage(writer, chance);
    followUp(writer, chance);
    answer(writer, chance);
  },
  silent(writer, chance) {
    triage(writer, chance);
    answer(writer, chance);
    reporterSays(writer, chance, { do: 'look' }, 2);
  },
  confirmed(writer, chance) {
    triage(writer, chance);
    followUp(writer, chance);
    answer(writer, chance);
    confirm(writer, chance);
  },
  not_solved(writer, chance) {
    triage(writer, chance);
    answer(writer, chance, 'solved');
    reporterSays(writer, chance, { do: 'not-solved', text: chance.pick(NOT_SOLVED) }, 4);
    followUp(writer, chance);
    answer(writer, chance, 'solved');
    if (chance.next() < 0.6) confirm(writer, chance);
  },
  reopened(writer, chance) {
    COURSE.confirmed(writer, chance);
    reporterSays(writer, chance, { do: 'reopen', text: chance.pick(REOPENED) }, 12);
    if (chance.next() < 0.5) followUp(writer, chance);
  },
  asked(writer, chance) {
    triage(writer, chance);
    writer.add(inOffice(writer.at, 1, chance), { do: 'ask', text: chance.pick(QUESTIONS) });
    reporterSays(writer, chance, { do: 'reply', text: chance.pick(REPLIES) }, 4);
    followUp(writer, chance);
    answer(writer, chance);
    if (chance.next() < 0.5) confirm(writer, chance);
  },
  asked_in_vain(writer, chance) {
    triage(writer, chance);
    writer.add(inOffice(writer.at, 1, chance), { do: 'ask', text: chance.pick(QUESTIONS) });
  },
  archived(writer, chance) {
    writer.add(inOffice(writer.at, Math.floor(chance.between(0, 3)), chance), {
      do: 'archive',
      ...chance.pick([
        {
          reason: 'too_vague',
          text: 'Tempat dan kejadiannya tidak disebut, sehingga tidak dapat diperiksa.',
        },
        { reason: 'duplicate', text: 'Sama dengan laporan lain di lokasi ini yang sedang dikerjakan.' },
        { reason: 'before_court', text: 'Perkara ini sedang diperiksa Pengadilan Negeri Batam.' },
        { reason: 'not_a_public_service', text: 'Perselisihan antarwarga ini bukan pelayanan publik.' },
      ] as const),
    });
  },
  returned(writer, chance) {
    triage(writer, chance);
    writer.add(inOffice(writer.at, 1, chance), { do: 'return', text: chance.pick(RETURNS) });
    writer.add(inOffice(writer.at, 1, chance), { do: 'dispose' });
    followUp(writer, chance);
    answer(writer, chance);
  },
  returned_in_vain(writer, chance) {
    triage(writer, chance);
    writer.add(inOffice(writer.at, 2, chance), { do: 'return', text: chance.pick(RETURNS) });
  },
  referred(writer, chance) {
    writer.add(inOffice(writer.at, Math.floor(chance.between(0, 3)), chance), {
      do: 'refer',
      ...chance.pick(OUTSIDE),
      reference: `${dayName(writer.at).slice(0, 7)}/${Math.floor(chance.between(1000, 9999))}`,
      text: 'Kewenangannya di luar pemerintah daerah; laporan ini kami rujuk dengan kontaknya.',
    });
  },
  withdrawn(writer, chance) {
    triage(writer, chance);
    reporterSays(writer, chance, { do: 'withdraw', text: chance.pick(WITHDRAWN) }, 5);
  },
};
