/**
 * What a conversation is called while it is being adopted. By its own id nobody finds it before it
 * is whole, and where that never comes, what is left of it is erased by this name.
 */
const MARK = " unfinished ";

/** A name that nothing else has. */
export function unfinishedName(conversation: string): string {
  return conversation + MARK + crypto.randomUUID();
}

export function isUnfinished(conversation: string): boolean {
  return conversation.includes(MARK);
}

/** SQL for a conversation's id, which is the same before it is whole and after. */
export const LASTING_ID = `
  substr(conversations.id, 1, instr(conversations.id || '${MARK}', '${MARK}') - 1)`;
