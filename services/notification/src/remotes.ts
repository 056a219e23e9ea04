import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { DirectoryService } from '@lapor/contracts/directory/v1/directory_service';
import { IntakeService } from '@lapor/contracts/intake/v1/intake_service';
import { type Client, enumWords, SYSTEM_CALLER } from '@lapor/contracts';
import { CaseStatus } from '@lapor/contracts/routing/v1/case';
import { AppError, type Clock, isLanguage, type Language } from '@lapor/kernel';
import type { Platform } from '@lapor/runtime';
import { RoutingService } from '@lapor/contracts/routing/v1/routing_service';
import type {
  Accounts,
  Agencies,
  Agency,
  Cases,
  OfficerContact,
  Officers,
  Places,
  ReporterContact,
  ReporterContacts,
} from './ports.ts';

const statuses = enumWords(CaseStatus);
/** Names change seldom: five minutes old is young enough. */
const FRESH_MILLISECONDS = 300_000;
/** Who is told: whoever has left is told nothing more, and a deputy at once. Many notices of one moment ask once. */
const RECIPIENTS_FRESH_MILLISECONDS = 5_000;
/** A notice asks twice within a moment: how the reporter can be reached, then where. In memory, and no longer than that. */
const CONTACT_FRESH_MILLISECONDS = 2_000;
const MOST_REMEMBERED = 5_000;

function language(text: string): Language {
  return isLanguage(text) ? text : 'id';
}

/** Remembers answers for a while. Concurrent questions for the same key become one call. */
function remembered<Value>(
  clock: Clock,
  ask: (key: string) => Promise<Value>,
  freshMilliseconds = FRESH_MILLISECONDS,
): (key: string) => Promise<Value> {
  const known = new Map<string, { readonly until: number; readonly value: Promise<Value> }>();
  return (key) => {
    const now = clock.now().getTime();
    const found = known.get(key);
    if (found && found.until > now) return found.value;
    const value = ask(key);
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(key, { until: now + freshMilliseconds, value });
    // Forgotten when its time is over, not only asked for anew.
    setTimeout(() => known.delete(key), freshMilliseconds).unref();
    value.catch(() => known.delete(key));
    return value;
  };
}

export function remoteContacts(platform: Platform): ReporterContacts {
  const intake = platform.client('intake', IntakeService);
  const resolve = remembered<ReporterContact>(
    platform.clock,
    async (trackingId) => {
      const contact = await intake.resolveContact({ trackingId }, { caller: SYSTEM_CALLER });
      return {
        email: contact.email,
        phone: contact.phone,
        language: language(contact.language),
        codeOnly: contact.codeOnly,
      };
    },
    CONTACT_FRESH_MILLISECONDS,
  );
  return { resolve };
}

export function remoteCases(platform: Platform): Cases {
  const routing = platform.client('routing', RoutingService);
  return {
    async standing(caseId) {
      const view = (await routing.getCase({ caseId }, { caller: SYSTEM_CALLER })).case;
      const snapshot = view?.snapshot;
      if (view === undefined || snapshot === undefined) throw new Error('routing answered without a case');
      const { holderAgencyId, secret } = snapshot;
      return {
        holderAgencyId,
        status: statuses.word(snapshot.status) ?? '',
        hidden: secret || snapshot.protected || snapshot.supervisory,
        protected: snapshot.protected,
        stepMissed: view.nextStepMissed !== '',
      };
    },
    async confirmDelivery(caseId, answeredAt, deliveredAt) {
      await routing.confirmDelivery(
        { caseId, answeredAt: timestampFromDate(answeredAt), deliveredAt: timestampFromDate(deliveredAt) },
        { caller: SYSTEM_CALLER },
      );
    },
  };
}

export function remoteDirectory(platform: Platform): {
  readonly agencies: Agencies;
  readonly officers: Officers;
  readonly accounts: Accounts;
  readonly places: Places;
} {
  const directory: Client<typeof DirectoryService> = platform.client('directory', DirectoryService);
  const agency = remembered<Agency>(platform.clock, async (agencyId) => {
    const found = (await directory.getAgency({ agencyId }, { caller: SYSTEM_CALLER })).agency;
    return { name: found?.name ?? '', timeZone: found?.timeZone || 'Asia/Jakarta' };
  });
  const zone = remembered<string | undefined>(platform.clock, async (areaCode) => {
    try {
      return (await directory.getCalendar({ areaCode }, { caller: SYSTEM_CALLER })).timeZone || undefined;
    } catch (error) {
      if (error instanceof AppError && (error.code === 'invalid' || error.code === 'not_found'))
        return undefined;
      throw error;
    }
  });
  const ask = (confined: boolean, admins: boolean) => async (agencyId: string) => {
    const request = { agencyId, confined, admins };
    const found = await directory.listRecipients(request, { caller: SYSTEM_CALLER });
    return found.recipients.map((one) => ({
      officerId: one.officerId,
      email: one.email,
      phone: one.phone,
      language: language(one.language),
      standsFor: one.standsFor,
    }));
  };
  const contacts = (confined: boolean, admins: boolean) =>
    remembered<readonly OfficerContact[]>(
      platform.clock,
      ask(confined, admins),
      RECIPIENTS_FRESH_MILLISECONDS,
    );
  const workers = { open: contacts(false, false), within: contacts(true, false) };
  const heads = { open: contacts(false, true), within: contacts(true, true) };
  const officers: Officers = {
    recipients: (agencyId, confined) => (confined ? workers.within : workers.open)(agencyId),
    admins: (agencyId, alone) => (alone ? heads.within : heads.open)(agencyId),
  };
  const accounts: Accounts = {
    async overseers(areaCode, agencyId) {
      const { overseers } = await directory.listOverseers({ areaCode, agencyId }, { caller: SYSTEM_CALLER });
      return overseers.map((one) => ({
        officerId: one.officerId,
        email: one.email,
        phone: one.phone,
        language: language(one.language),
        agencyId: one.agencyId,
        timeZone: one.timeZone || 'Asia/Jakarta',
      }));
    },
    async contact(officerId, profileId = '') {
      const request = { officerId, profileId };
      const found = await directory.getOfficerContact(request, { caller: SYSTEM_CALLER });
      const { email, phone, agencyId } = found;
      return {
        email,
        phone,
        agencyId,
        language: language(found.language),
        timeZone: found.timeZone || 'Asia/Jakarta',
      };
    },
  };
  const places: Places = {
    // One zone holds in all of a regency or city.
    timeZone: async (areaCode) =>
      areaCode === '' ? undefined : zone(areaCode.split('.').slice(0, 2).join('.')),
  };
  return { agencies: { get: agency }, officers, accounts, places };
}
