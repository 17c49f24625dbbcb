/** How many live streams may be open at once: each one keeps a connection. */
export interface StreamPlaces {
  /**
   * Takes a place for a member, and returns what gives it back; null if none is left. A member's newest pages have the
   * places: `lost` is called when a newer one takes this place.
   */
  take(memberId: string, lost: () => void): (() => void) | null;
}

export interface StreamLimits {
  perMember: number;
  total: number;
}

export function createStreamPlaces({ perMember, total }: StreamLimits): StreamPlaces {
  /** What to call when the place is lost, by member, the oldest first. */
  const open = new Map<string, Set<() => void>>();
  let all = 0;

  function giveBack(memberId: string, lost: () => void): boolean {
    const own = open.get(memberId);
    if (!own?.delete(lost)) return false;
    all--;
    if (own.size === 0) open.delete(memberId);
    return true;
  }

  return {
    take(memberId, lost) {
      const own = open.get(memberId);
      const [oldest] = own ?? [];
      if (own && oldest && own.size >= perMember) {
        giveBack(memberId, oldest);
        oldest();
      }
      if (all >= total) return null;
      const place = () => lost(); // an identity of its own
      open.set(memberId, (open.get(memberId) ?? new Set()).add(place));
      all++;
      return () => void giveBack(memberId, place);
    },
  };
}
