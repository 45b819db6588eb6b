/// <reference types="vitest/config" />
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Modules that so many pages share travel together; what fewer share stays with them. */
const MANY_PAGES = 10

/** What every list of the app is made of. */
const LISTS =
  /\/src\/(table|filters|i18n\/en\/(filters|range|table|traces))|\/RangePicker|\/use-local-storage/

const server = process.env.SIDELIGHT_DEV_SERVER ?? 'http://localhost:3000'

export default defineConfig({
  base: '/',
  plugins: [react()],
  build: {
    outDir: '../src/sidelight/web_dist',
    emptyOutDir: true,
    target: 'es2023',
    manifest: true,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        // Without groups every shared module becomes a file of its own: fifty requests before the first page shows.
        // The first two hold what every page loads and nothing else (`npm run build` holds them to a budget). The
        // others take no dependencies along: those are shared by at least as many pages, so they are in a group
        // before, or go with the page.
        codeSplitting: {
          groups: [
            { name: 'vendor', tags: ['$initial'], test: /\/node_modules\//, priority: 5 },
            { name: 'frame', tags: ['$initial'], priority: 4 },
            { name: 'common', minShareCount: MANY_PAGES, priority: 3, includeDependenciesRecursively: false },
            {
              name: 'icons',
              test: /\/lucide-react\//,
              minShareCount: 2,
              priority: 2,
              includeDependenciesRecursively: false,
            },
            {
              name: 'lists',
              test: LISTS,
              minShareCount: 2,
              priority: 1,
              includeDependenciesRecursively: false,
            },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    proxy: { '/api': { target: server, changeOrigin: false } },
  },
  test: { include: ['src/**/*.test.ts', 'src/**/*.test.tsx'], environment: 'node' },
})
