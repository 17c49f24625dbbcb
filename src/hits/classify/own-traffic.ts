import { TEST_MARK } from '../../urls/mark.ts';

/** Whether the operator or a colleague is trying a link out: from a network of theirs, or under the mark `.test`. */
export function isOwnTraffic(asking: { mark: string | null; ownNetwork: boolean }): boolean {
  return asking.ownNetwork || asking.mark === TEST_MARK;
}
