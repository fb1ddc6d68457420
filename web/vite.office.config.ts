// The office: online, dense, never stored on a phone. Its files live under /assets/k/.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const server = 'http://localhost:8080';

export default defineConfig({
  plugins: [svelte()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsDir: 'assets/k',
    target: ['chrome107', 'firefox115', 'safari16'],
    rollupOptions: { input: 'kantor.html' },
  },
  server: { proxy: { '/api': server, '/ref': server, '/health': server } },
});
