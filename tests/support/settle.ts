/** Lets every promise that can resolve without waiting for anything outside do so. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
