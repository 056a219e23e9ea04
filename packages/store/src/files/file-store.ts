/** Where files of a service lie, sealed by whoever writes them: a folder on one machine, MongoDB where there are several. */
export interface FileStore {
  /** Durable once resolved. Writing the same name again replaces it. */
  write(name: string, bytes: Uint8Array): Promise<void>;
  /** Gone once resolved; nothing happens when there is none. */
  remove(name: string): Promise<void>;
  /** Undefined when there is none. */
  read(name: string): Promise<Uint8Array | undefined>;
}
