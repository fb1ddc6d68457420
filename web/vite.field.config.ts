// The field app: small, stored on the phone by its service worker. Its files live under /assets/l/.
import { readFileSync, rmSync } from 'node:fs';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

const server = 'http://localhost:8080';
const outDir = process.env.LINDUNG_DIST ?? 'dist';
const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string };

export default defineConfig({
  // Tests build a second version to update to, beside the one that is served.
  define: { __APP_VERSION__: JSON.stringify(process.env.LINDUNG_APP_VERSION ?? version) },
  plugins: [
    // Only our own files: what an earlier build left would be stored on phones for ever.
    { name: 'clean', apply: 'build', buildStart: () => rmSync(`${outDir}/assets/l`, { recursive: true, force: true }) },
    svelte(),
    VitePWA({
      registerType: 'prompt',
      injectRegister: false,
      scope: '/lapangan',
      filename: 'sw.js',
      manifestFilename: 'manifest.webmanifest',
      manifest: {
        id: '/lapangan',
        name: 'Lindung Lapangan',
        short_name: 'Lindung',
        description: 'Pendaftaran di desa, juga tanpa sinyal',
        lang: 'id',
        start_url: '/lapangan',
        scope: '/lapangan',
        display: 'standalone',
        background_color: '#f5f7f8',
        theme_color: '#0b6b52',
        icons: [
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any maskable' },
        ],
      },
      workbox: {
        globPatterns: ['lapangan.html', 'assets/l/**/*.{js,css,woff2}', 'icon-192.png'],
        navigateFallback: '/lapangan.html',
        navigateFallbackAllowlist: [/^\/lapangan/],
        clientsClaim: true,
        skipWaiting: false,
        cleanupOutdatedCaches: true,
      },
    }),
  ],
  build: {
    outDir,
    emptyOutDir: false,
    assetsDir: 'assets/l',
    target: 'chrome107',
    rollupOptions: { input: 'lapangan.html' },
  },
  server: { proxy: { '/api': server, '/ref': server, '/health': server } },
});
