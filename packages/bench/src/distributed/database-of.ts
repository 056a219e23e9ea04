/** The same server, the database `name`: the services make theirs of it, `name_routing` and so on. */
export function withDatabase(mongoUrl: string, name: string): string {
  return mongoUrl.replace(
    /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/,
    (_all, server: string, options = '') => `${server}/${name}${String(options)}`,
  );
}
