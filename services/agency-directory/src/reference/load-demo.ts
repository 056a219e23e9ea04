import { readDataJson, readDataText } from './read-data.ts';
import type { GovernmentTexts } from './read-government.ts';

/** A body of the demonstration: its files are what `lapor init` reads. */
export interface DemoGovernment {
  readonly areaCode: string;
  /** Only for a second body on the area: the area's own government is there already. */
  readonly second?: { readonly key: string; readonly name: string };
  readonly texts: Required<GovernmentTexts>;
}

/** An invented complaint; nothing in it was ever filed. */
export interface DemoComplaint {
  readonly id: string;
  /** As the contracts name channels, in lower case: "web", "suggestion_box". */
  readonly channel: string;
  readonly type: 'complaint' | 'information' | 'aspiration';
  readonly body: string;
  readonly categoryCode?: string;
  readonly areaCode?: string;
  /** Key of an agency, as `agencyIdFor` takes it. */
  readonly declaredAgencyKey?: string;
  readonly anonymous?: boolean;
  readonly secret?: boolean;
  /** About a person in the office `reportedAgencyKey`. */
  readonly protected?: boolean;
  readonly danger?: boolean;
  readonly reportedAgencyKey?: string;
  /** The day it happened, "2026-10-03". */
  readonly occurredOn: string;
  /**
   * Who is really competent, judged by whoever wrote the text; null where a person has to decide. For a protected
   * complaint: the office it is about.
   */
  readonly expectedAgencyKey: string | null;
}

const AREA = '21.71';

/** Kota Batam and, on the same ground, BP Batam. */
export function loadDemoGovernments(): readonly DemoGovernment[] {
  return [
    { areaCode: AREA, texts: textsIn('kota-batam') },
    {
      areaCode: AREA,
      second: { key: 'bp-batam', name: 'Badan Pengusahaan Batam' },
      texts: textsIn('bp-batam'),
    },
  ];
}

export function loadDemoComplaints(): readonly DemoComplaint[] {
  return readDataJson('demo/complaints.json') as readonly DemoComplaint[];
}

function textsIn(folder: string): Required<GovernmentTexts> {
  const text = (name: string) => readDataText(`demo/${folder}/${name}.csv`);
  return { units: text('units'), officers: text('officers'), competence: text('competence') };
}
