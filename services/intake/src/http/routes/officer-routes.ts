import type { Intake } from '../../intake.ts';
import type { App } from '../typebox-provider.ts';
import { absenceRoutes } from './absence-routes.ts';
import { adminRoutes } from './admin-routes.ts';
import { caseRoutes } from './case-routes.ts';
import { ownAccountRoutes } from './own-account-routes.ts';
import { releaseRoutes } from './release-routes.ts';
import { savedFilterRoutes } from './saved-filter-routes.ts';
import { sessionRoutes } from './session-routes.ts';

/** What officers do, and their systems. */
export function officerRoutes(app: App, intake: Intake): void {
  sessionRoutes(app, intake);
  ownAccountRoutes(app, intake);
  caseRoutes(app, intake);
  releaseRoutes(app, intake);
  savedFilterRoutes(app, intake);
  adminRoutes(app, intake);
  absenceRoutes(app, intake);
}
