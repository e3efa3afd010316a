/** Part of a storm is its pauses; nothing that is checked depends on how long they are. */
export function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
