import type { ServiceImplementation } from '@lapor/contracts';
import type { DirectoryService } from '@lapor/contracts/directory/v1/directory_service';

/** One function per rpc of the directory; written by theme in the files beside this one. */
export type DirectoryCalls = ServiceImplementation<typeof DirectoryService>;
