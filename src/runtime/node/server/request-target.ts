/**
 * The target of a request with slashes for the backslashes of its path, as browsers and workers read URLs. The HTTP adapter
 * would refuse them.
 */
export function withSlashes(target: string): string {
  if (!target.includes('\\')) return target;
  const [path = '', ...query] = target.split('?');
  return [path.replaceAll('\\', '/'), ...query].join('?');
}
