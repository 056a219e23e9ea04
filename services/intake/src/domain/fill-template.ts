import { formatTrackingId } from '@lapor/kernel';

export interface TemplateFacts {
  readonly trackingId: string;
  readonly agencyName: string;
  readonly now: Date;
  /** IANA name. */
  readonly timeZone: string;
}

/** The words with what their placeholders stand for on one case: in Indonesian, as templates are written. */
export function fillTemplate(text: string, { trackingId, agencyName, now, timeZone }: TemplateFacts): string {
  const day = new Intl.DateTimeFormat('id-ID', { timeZone, day: 'numeric', month: 'long', year: 'numeric' });
  const facts: Readonly<Record<string, string>> = {
    kode: formatTrackingId(trackingId),
    instansi: agencyName,
    tanggal: day.format(now),
  };
  return text.replaceAll(/\{(\w+)\}/g, (braces, name: string) =>
    Object.hasOwn(facts, name) ? (facts[name] ?? braces) : braces,
  );
}
