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
}

/** Plays the scenes of one story in their order. The same scene again does nothing. */
export interface Player {
  /** @throws AppError when the platform refuses: the story ends there */
  play(scene: Scene): Promise<void>;
}

export function createPlayer(stage: Stage, story: Story): Player {
  const { frontDoor } = stage;
  const { complaint, scenes } = story;
  let receipt: DemoReceipt | undefined;

  async function officerActs(caseId: string, act: OfficerAct, commandId: string): Promise<void> {
    const { routing, offices } = stage;
    const { case: view } = await routing.getCase({ caseId }, { caller: SYSTEM_CALLER });
    const { snapshot } = view ?? {};
    if (snapshot === undefined) throw new AppError('internal', 'routing told of a case without a snapshot');
    const { status, holderAgencyId } = snapshot;
    // Automatic routing was faster than the admin.
    if (act.do === 'dispose' && status !== CaseStatus.UNVERIFIED && status !== CaseStatus.RETURNED) return;
    const decides = act.do === 'dispose' || act.do === 'archive' || act.do === 'refer';
    const caller = await (decides ? offices.admin(holderAgencyId) : offices.worker(holderAgencyId));
    const command = officerCommand(act, competentFor(story, snapshot));
    await routing.execute({ caseId, commandId, command }, { caller });
  }

  return {
    async play({ at, act }) {
      if (act.do === 'file' || receipt === undefined)
        receipt = await frontDoor.file(story, scenes[0]?.at ?? at);
      // A key for each scene: what was played before the process died is not played twice.
      const key = `demo-${complaint.id}-${at}`;
      switch (act.do) {
        case 'file':
          return;
        case 'messages':
        case 'reply':
        case 'not-solved':
        case 'reopen':
        case 'withdraw':
          await frontDoor.act(receipt, act.do, { text: act.text }, key);
          return;
        case 'solved':
          await frontDoor.act(receipt, act.do, { rating: act.rating }, key);
          return;
        default:
          await officerActs(receipt.trackingId, act, key);
      }
    },
  };
}

const INSPECTORATE = '21.71/inspektorat';

/** Whoever wrote the complaint knew; a case about people in an office goes to the inspectorate, unless it is about them. */
function competentFor({ complaint }: Story, snapshot: CaseSnapshot): string {
  const { expectedAgencyKey, reportedAgencyKey } = complaint;
  if (snapshot.protected)
    return reportedAgencyKey === INSPECTORATE ? snapshot.holderAgencyId : agencyIdFor(INSPECTORATE);
  return expectedAgencyKey === null ? snapshot.holderAgencyId : agencyIdFor(expectedAgencyKey);
}
