import type { Api } from '../api-client.ts';
import type { Actors, Caller } from './actors.ts';
import type { Life } from './plan.ts';

/** Something that happens at a moment of the virtual calendar. */
export interface Happening {
  readonly at: number;
  readonly number: number;
  readonly what: 'file' | 'followUp' | 'answer' | 'verdict' | 'end';
}

const WHATS = ['file', 'followUp', 'answer', 'verdict', 'end'] as const;

/** Everything that happens in all lives, in the order of the calendar. */
export function happenings(lives: readonly Life[]): readonly Happening[] {
  return lives
    .flatMap((life) => {
      const moments = [life.filedAt, life.followUpAt, life.answerAt, life.verdictAt, life.endAt];
      return moments.flatMap((at, index) => {
        const what = WHATS[index];
        return at === undefined || what === undefined ? [] : [{ at, number: life.number, what }];
      });
    })
    .sort((a, b) => a.at - b.at || WHATS.indexOf(a.what) - WHATS.indexOf(b.what));
}

export interface Subject {
  readonly category: string;
  readonly categoryName: string;
  readonly area: string;
}

/** What a life needs of the world. */
export interface World {
  readonly api: Api;
  readonly actors: Actors;
  readonly batch: string;
  readonly subjectOf: (life: Life) => Subject;
}

interface Filed {
  readonly trackingId: string;
  readonly accessCode?: string;
  readonly agency?: Holder;
}

interface Holder {
  readonly code: string;
}

/** Where reporters file by themselves. */
const OWN_CHANNELS: ReadonlySet<string> = new Set(['web', 'app']);

/** Lets one complaint live, through the public API alone. */
export class LivedLife {
  readonly #life: Life;
  readonly #world: World;
  #filed: Filed | undefined;
  /** Who has the case, as the last answer said. */
  #holder: Holder | undefined;

  constructor(life: Life, world: World) {
    this.#life = life;
    this.#world = world;
  }

  async run(what: Happening['what']): Promise<void> {
    switch (what) {
      case 'file':
        return this.#file();
      case 'followUp':
        return this.#officer('follow-up', {
          kind: 'inspection',
          text: `Petugas meninjau lokasi laporan nomor ${this.#life.number} dan mencatat kerusakannya.`,
          nextStep: 'Perbaikan dijadwalkan bersama regu lapangan',
          evidence: [`foto-peninjauan-${this.#life.number}.jpg`],
        });
      case 'answer':
        return this.#officer('answer', {
          kind: 'solved',
          text: `Perbaikan laporan nomor ${this.#life.number} sudah dikerjakan regu lapangan.`,
          evidence: [`foto-sesudah-${this.#life.number}.jpg`],
        });
      case 'verdict':
        return this.#verdict();
      case 'end':
        return this.#end();
    }
  }

  async #file(): Promise<void> {
    const { api, actors, batch, subjectOf } = this.#world;
    const { number, channel } = this.#life;
    const { category, categoryName, area } = subjectOf(this.#life);
    const text = `Laporan simulasi nomor ${number}: ${categoryName.toLowerCase()}, mohon ditangani.`;
    if (channel === 'suggestion_box') {
      const slip = { batch, line: number + 1, text, category, area };
      this.#filed = await actors.asAdmin<Filed>('/api/v1/slips', { body: slip });
      return;
    }
    // What people said, wrote or sent to another place is entered by an officer.
    const file: Caller = OWN_CHANNELS.has(channel) ? api.call : actors.asAdmin;
    this.#filed = await file<Filed>('/api/v1/complaints', {
      headers: { 'idempotency-key': `simulated-complaint-${batch}-${number}`, prefer: 'wait=5' },
      body: { body: text, category, area, channel },
    });
    this.#holder = this.#filed.agency;
  }

  #known(): Filed {
    if (this.#filed === undefined) throw new Error(`complaint ${this.#life.number} was never filed`);
    return this.#filed;
  }

  /** The present holder acts; a unit where nobody works leaves it to the tier that can. */
  async #officer(command: string, body: object): Promise<void> {
    const { actors, batch } = this.#world;
    const { trackingId } = this.#known();
    this.#holder ??= (
      await actors.asAdmin<{ readonly agency?: Holder }>(`/api/v1/cases/${trackingId}`)
    ).agency;
    const holder = actors.asAgency(this.#holder?.code ?? '') ?? actors.asAdmin;
    const done = await holder<{ readonly agency?: Holder }>(`/api/v1/cases/${trackingId}/${command}`, {
      headers: { 'idempotency-key': `${batch}-${this.#life.number}-${command}` },
      body,
    });
    this.#holder = done.agency;
  }

  async #reporter(command: string, body: object): Promise<boolean> {
    const { trackingId, accessCode } = this.#known();
    if (accessCode === undefined) return false;
    await this.#world.api.call(`/api/v1/complaints/${trackingId}/${command}`, {
      headers: {
        'access-code': accessCode,
        'idempotency-key': `${this.#world.batch}-${this.#life.number}-${command}`,
      },
      body,
    });
    return true;
  }

  /** Who dropped a slip into a box has no code: the reply window ends without a word. */
  async #verdict(): Promise<void> {
    await this.#reporter('solved', { rating: this.#life.rating });
  }

  async #end(): Promise<void> {
    const { fate, number } = this.#life;
    if (fate === 'withdrawn' && (await this.#reporter('withdraw', {}))) return;
    const admin = this.#world.actors.asAdmin;
    const { trackingId } = this.#known();
    const key = { 'idempotency-key': `${this.#world.batch}-${number}-end` };
    if (fate === 'referred') {
      const body = {
        bodyName: 'PT PLN (Persero)',
        contact: '123',
        reference: `SIM-${number}`,
        text: 'Kewenangan ada pada penyedia listrik.',
      };
      await admin(`/api/v1/cases/${trackingId}/refer`, { headers: key, body });
    } else {
      const body = { reason: 'too_vague', text: 'Lokasi dan kejadian tidak dapat dikenali dari laporan.' };
      await admin(`/api/v1/cases/${trackingId}/archive`, { headers: key, body });
    }
  }
}
