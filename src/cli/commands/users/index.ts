import { createUser } from "./create.ts";
import { deleteUser } from "./delete.ts";
import { listUsers } from "./list.ts";
import { setPassword } from "./passwd.ts";

export const userCommands = [createUser, listUsers, setPassword, deleteUser];
