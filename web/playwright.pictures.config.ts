// The pictures of the README, taken from the demonstration: `npm run pictures`.
import { defineConfig } from '@playwright/test';
import { join } from 'node:path';
import browser from './playwright.config';

process.env.LINDUNG ??= join(import.meta.dirname, '../target/release/lindung');

export default defineConfig(browser, {
  testDir: 'tests/pictures',
  timeout: 900_000,
  expect: { timeout: 30_000 },
  use: { colorScheme: 'light', deviceScaleFactor: 1.25 },
});
