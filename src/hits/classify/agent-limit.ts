/** User-Agents are cut to this many characters before they are read. */
export const AGENT_LIMIT = 512;
