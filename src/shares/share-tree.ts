/** The tree of shares and reshares, cut to the branches that have spread most. */
import type { CountedShare } from './counted-share.ts';

export interface ShareNode extends CountedShare {
  /** The id of its parent; null for a share without one, or whose parent is not in the tree. */
  parent: string | null;
  /** Shares below it in the whole tree, and the clicks of it and of all of them. */
  descendants: number;
  treeClicks: number;
  /** Direct reshares that the cut tree leaves out. */
  hidden: number;
}

export interface ShareTree {
  /** Parents before their reshares. */
  nodes: ShareNode[];
  edges: { from: string; to: string }[];
  /** Shares that the tree leaves out. */
  omitted: number;
}

/** The most nodes of a tree. */
export const MOST_NODES = 200;

interface Branch {
  share: CountedShare;
  children: Branch[];
  descendants: number;
  treeClicks: number;
}

/** Adds the branch that has spread most, again and again: the one with the most shares below it, then the most clicks. */
export function treeOf(shares: readonly CountedShare[], most = MOST_NODES): ShareTree {
  const frontier = branchesOf(shares).map((branch) => ({ branch, parent: null as string | null }));
  const nodes: ShareNode[] = [];
  frontier.sort((one, other) => bySpread(one.branch, other.branch));
  while (nodes.length < most) {
    const next = frontier.shift();
    if (!next) break;
    const { share, children, descendants, treeClicks } = next.branch;
    nodes.push({ ...share, parent: next.parent, descendants, treeClicks, hidden: 0 });
    for (const child of children) insert(frontier, { branch: child, parent: share.id });
  }
  const edges = nodes.flatMap(({ id, parent }) => (parent === null ? [] : [{ from: parent, to: id }]));
  const shown = new Map<string, number>();
  for (const { from } of edges) shown.set(from, (shown.get(from) ?? 0) + 1);
  return {
    nodes: nodes.map((node) => ({ ...node, hidden: Math.max(0, node.reshares - (shown.get(node.id) ?? 0)) })),
    edges,
    omitted: shares.length - nodes.length,
  };
}

const bySpread = (one: Branch, other: Branch): number =>
  other.descendants - one.descendants ||
  other.treeClicks - one.treeClicks ||
  one.share.rowId - other.share.rowId;

interface Open {
  branch: Branch;
  parent: string | null;
}

/** Inserts into the sorted list. */
function insert(list: Open[], added: Open): void {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = list[middle];
    if (at && bySpread(at.branch, added.branch) <= 0) low = middle + 1;
    else high = middle;
  }
  list.splice(low, 0, added);
}

/** The roots of all trees. A share is stored after its parent, so that its row id is larger. */
function branchesOf(shares: readonly CountedShare[]): Branch[] {
  const branches = new Map<number, Branch>();
  for (const share of shares)
    branches.set(share.rowId, { share, children: [], descendants: 0, treeClicks: share.clicks });
  const roots: Branch[] = [];
  const newestFirst = [...branches.values()].sort((one, other) => other.share.rowId - one.share.rowId);
  for (const branch of newestFirst) {
    const { parentRowId, rowId } = branch.share;
    const parent = parentRowId !== null && parentRowId < rowId ? branches.get(parentRowId) : undefined;
    if (!parent) {
      roots.push(branch);
      continue;
    }
    parent.children.push(branch);
    parent.descendants += 1 + branch.descendants;
    parent.treeClicks += branch.treeClicks;
  }
  return roots;
}
