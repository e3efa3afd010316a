/** What the key is called that does here what Ctrl does elsewhere: on a keyboard of Apple's it is ⌘. */
export const MOD = /^(Mac|iP)/.test(navigator.platform) ? "⌘" : "Ctrl";
