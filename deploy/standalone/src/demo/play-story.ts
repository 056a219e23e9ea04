import { SYSTEM_CALLER } from '@lapor/contracts';
import type { Client } from '@lapor/contracts';
import { CaseStatus } from '@lapor/contracts/routing/v1/case';
import type { CaseSnapshot } from '@lapor/contracts/routing/v1/case';
import type { RoutingService } from '@lapor/contracts/routing/v1/routing_service';
import { AppError, agencyIdFor } from '@lapor/kernel';
import type { DemoReceipt, FrontDoor } from './front-door.ts';
import type { Offices } from './offices.ts';
import { officerCommand } from './officer-command.ts';
import type { OfficerAct, Scene, Story } from './story.ts';

/** What stories are played on. */
export interface Stage {
  readonly frontDoor: FrontDoor;
  readonly offices: Offices;
  readonly routing: Client<typeof RoutingService>;
  /** Waits until whatever happened so far has reached every service. */
  settled(): Promise<void>;
}

/** Plays the scenes of one story in their order. The same scene again does nothing. */
export interface Player {
  /**
   * Whether the story goes on: a protected case where nobody may decide waits, as it would in life.
   * @throws AppError when the platform refuses: the story ends there
   */
  play(scene: Scene): Promise<boolean>;
}

export function createPlayer(stage: Stage, story: Story): Player {
  const { frontDoor } = stage;
  const { complaint, scenes } = story;
  let receipt: DemoReceipt | undefined;

  async function officerActs(caseId: string, act: OfficerAct, commandId: string): Promise<boolean> {
    const { routing, offices } = stage;
    const snapshot = await getSnapshot(stage, caseId);
    const { status, holderAgencyId } = snapshot;
    // Automatic routing was faster than the admin.
    if (act.do === 'dispose' && status !== CaseStatus.UNVERIFIED && status !== CaseStatus.RETURNED)
      return true;
    const decides = act.do === 'dispose' || act.do === 'archive' || act.do === 'refer';
    // Those above may not see it, and whoever holds it may have no admin.
    const undecided = snapshot.protected && status === CaseStatus.UNVERIFIED;
    if (undecided && !offices.hasAdmin(holderAgencyId)) return false;
    const caller = await (decides ? offices.admin(holderAgencyId) : offices.worker(holderAgencyId));
    const command = officerCommand(act, competentFor(story, snapshot));
    await routing.execute({ caseId, commandId, command }, { caller });
    return true;
  }

  return {
    async play({ at, act }) {
      if (act.do === 'file' || receipt === undefined)
        receipt = await frontDoor.file(story, scenes[0]?.at ?? at);
      // A key for each scene: what was played before the process died is not played twice.
      const key = `demo-${complaint.id}-${at}`;
      switch (act.do) {
        case 'file':
          return true;
        case 'look':
          await frontDoor.look(receipt);
          return true;
        case 'messages':
        case 'reply':
        case 'not-solved':
        case 'reopen':
        case 'withdraw':
          await frontDoor.act(receipt, act.do, { text: act.text }, key);
          return true;
        case 'solved':
          await frontDoor.act(receipt, act.do, { rating: act.rating }, key);
          return true;
        default:
          return officerActs(receipt.trackingId, act, key);
      }
    },
  };
}

/**
 * Officers of the demo speak to routing itself, which a slip reaches by its event only: one filed just before the process
 * was killed may still be on its way.
 */
async function getSnapshot({ routing, ...stage }: Stage, caseId: string): Promise<CaseSnapshot> {
  const ask = () => routing.getCase({ caseId }, { caller: SYSTEM_CALLER });
  const { case: view } = await ask().catch(async (error: unknown) => {
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
    await stage.settled();
    return ask();
  });
  const { snapshot } = view ?? {};
  if (snapshot === undefined) throw new AppError('internal', 'routing told of a case without a snapshot');
  return snapshot;
}

const CITY = agencyIdFor('21.71');
const INSPECTORATE = '21.71/inspektorat';

/**
 * Whoever wrote the complaint knew. A case about people in an office goes to the city's inspectorate, unless it is about
 * them; where there is none, whoever holds it works on it.
 */
function competentFor({ complaint }: Story, { protected: guarded, holderAgencyId }: CaseSnapshot): string {
  const { expectedAgencyKey, reportedAgencyKey } = complaint;
  if (guarded)
    return holderAgencyId === CITY && reportedAgencyKey !== INSPECTORATE
      ? agencyIdFor(INSPECTORATE)
      : holderAgencyId;
  return expectedAgencyKey === null ? holderAgencyId : agencyIdFor(expectedAgencyKey);
}
