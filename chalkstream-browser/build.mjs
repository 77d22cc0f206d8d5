// Makes two things: dist, the npm package, whose dependencies stay imports, and what a server hands to
// browsers, with everything in it: straight into the jar's own folders, where nothing of an earlier build stays.
import {execFileSync} from 'node:child_process';
import {cpSync, mkdirSync, readdirSync, rmSync} from 'node:fs';
import {build} from 'esbuild';

const LICENSES = 'target/classes/META-INF/licenses/chalkstream-browser';
// What is bundled into the web files, and has its licence in a file.
const BUNDLED = ['@mediabunny/aac-encoder', 'hls.js', 'mediabunny', 'ulid'];
const PAGES = 'src/pages';
const WEB = 'target/classes/META-INF/resources/chalkstream';
const library = {index: 'src/index.ts', 'react/index': 'src/react/index.tsx', 'ffmpeg/index': 'src/ffmpeg/index.ts'};
// Not react: it would bring a React of its own beside the page's.
const web = {
  chalkstream: 'src/index.ts',
  ffmpeg: 'src/ffmpeg/index.ts',
  // Looked for under this name, next to the module that starts it.
  worker: '@ffmpeg/ffmpeg/worker',
};
const common = {
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2022',
  legalComments: 'linked',
  logLevel: 'warning',
};

function scriptsOf(folder) {
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  return Object.fromEntries(scripts.map((name) => [name.replace(/\.ts$/, ''), `${folder}/${name}`]));
}

mkdirSync(PAGES, {recursive: true});
rmSync('dist', {recursive: true, force: true});
rmSync(WEB, {recursive: true, force: true});
await build({...common, entryPoints: library, outdir: 'dist', packages: 'external', sourcemap: true});
await build({
  ...common,
  entryPoints: {...web, ...scriptsOf(PAGES)},
  outdir: WEB,
  chunkNames: 'chunks/[name]-[hash]',
  minify: true,
});
rmSync(LICENSES, {recursive: true, force: true});
cpSync('src/licenses', LICENSES, {recursive: true});
BUNDLED.forEach((name) => cpSync(`node_modules/${name}/LICENSE`, `${LICENSES}/${name.split('/').pop()}.txt`));
cpSync('../THIRD-PARTY.md', `${LICENSES}/../THIRD-PARTY.md`);
cpSync('../LICENSE', 'dist/LICENSE');
cpSync(PAGES, WEB, {recursive: true, filter: (source) => !source.endsWith('.ts')});
execFileSync('npx', ['tsc', '--noEmit', 'false', '--emitDeclarationOnly', '--declaration', '--rootDir', 'src',
  '--outDir', 'dist', '--project', 'tsconfig.build.json'], {stdio: 'inherit'});
