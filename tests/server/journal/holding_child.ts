/** Claims the folder named in its argument, tells its pid, and holds it until it is killed. */
import { claimDataFolder } from "../../../server/journal/data_folder.ts";

const [path] = Deno.args;
using _folder = claimDataFolder(path);
console.log(`pid ${Deno.pid}`);
setInterval(() => {}, 60_000);
await Promise.withResolvers<void>().promise;
