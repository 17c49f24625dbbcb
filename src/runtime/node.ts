/** The entry on Node. It loads nothing before it knows that this Node can run it. */

// Below it better-sqlite3 crashes without a word.
const NODE_API = 10;

if (Number(process.versions.napi) >= NODE_API) {
  void import('./node/main.ts').then(({ main }) => main());
} else {
  process.stderr.write(
    `Sotto needs Node.js 22.14 or newer, and this is ${process.version}.\n` +
      'On Linux x64 "npm start" brings its own; elsewhere install a current one from https://nodejs.org.\n',
  );
  process.exitCode = 1;
}
