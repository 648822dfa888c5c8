import { afterAll } from 'vitest';
import { startStack } from './file-stack.ts';

afterAll(await startStack());
