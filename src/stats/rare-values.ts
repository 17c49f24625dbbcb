/** On a compacted day, a link's marks and referrers with fewer clicks than this are counted together. */
export const RARE_BELOW_CLICKS = 5;
