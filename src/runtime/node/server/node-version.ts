// Below it better-sqlite3 crashes without a word.
const NODE_API = 10;

/** Whether this Node can run Sotto; where it cannot, says so and sets the exit code. Loads nothing. */
export function isNodeNewEnough(): boolean {
  if (Number(process.versions.napi) >= NODE_API) return true;
  process.stderr.write(
    `Sotto needs Node.js 22.14 or newer, and this is ${process.version}.\n` +
      'On Linux x64 "npm start" brings its own; elsewhere install a current one from https://nodejs.org.\n',
  );
  process.exitCode = 1;
  return false;
}
