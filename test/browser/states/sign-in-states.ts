import type { PageState } from './state.ts';

export const signInStates: readonly PageState[] = [
  {
    name: 'sign-in empty',
    signedOut: true,
    show: async (page) => {
      await page.goto('/');
      await page.getByLabel('Email').waitFor();
    },
  },
  {
    name: 'sign-in refused',
    signedOut: true,
    show: async (page) => {
      await page.goto('/');
      await page.getByLabel('Email').fill('ada@example.com');
      await page.getByLabel('Password').fill('not-her-password');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.getByRole('alert').waitFor();
    },
  },
];
