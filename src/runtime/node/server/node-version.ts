// Node-API 10 came with Node.js 22.14. Without it, better-sqlite3 crashes without a message.
const NODE_API = 10;

/** Whether this Node.js can run Sotto. If not, prints what is needed and sets the exit code. Loads no other module. */
export function isNodeNewEnough(): boolean {
  if (Number(process.versions.napi) >= NODE_API) return true;
  process.stderr.write(
    `Sotto needs Node.js 22.14 or newer; this is ${process.version}.\n` +
      'On Linux x64 with glibc, "npm ci" installs a suitable Node.js for the npm commands, such as "npm start".\n' +
      'On any other system, such as Linux on arm64, Alpine (musl) or macOS, install it from https://nodejs.org.\n',
  );
  process.exitCode = 1;
  return false;
}
