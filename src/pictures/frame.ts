/** Every picture is drawn 400 wide and 300 high, y downwards. */
export const frame = { width: 400, height: 300 } as const;
