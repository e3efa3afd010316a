/** Whether this is a keyboard of Apple's, where ⌘ does what Ctrl does elsewhere. */
export const isApple = /^(Mac|iP)/.test(navigator.platform);

/** How that key is called. */
export const MOD = isApple ? "⌘" : "Ctrl";
