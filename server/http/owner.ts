/** Whose everything is: there is one owner today, and every row and every query names it. */
export const OWNER = "local";
