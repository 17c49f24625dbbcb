import { TEST_MARK } from '../../urls/mark.ts';

/**
 * Whether the operator or a colleague is trying a link: from one of their networks, or with the mark `.test` in any
 * case, since QR codes are often upper-case.
 */
export function isOwnTraffic({ ownNetwork, mark }: { mark: string | null; ownNetwork: boolean }): boolean {
  return ownNetwork || mark?.toLowerCase() === TEST_MARK;
}
