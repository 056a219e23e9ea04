import { agencySystemsSuite } from './agency-systems-suite.ts';
import { startAgencyServers } from './fixtures/agency-servers.ts';

agencySystemsSuite('systems of agencies, on NATS and MongoDB', startAgencyServers);
