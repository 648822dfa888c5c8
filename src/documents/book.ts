import type { Picture } from '../picture.ts';

/** A chapter, or a scene of an illustrated book. */
export interface Chapter {
  readonly title: string;
  /** Plain text; `*words*` are set in italics. */
  readonly paragraphs: readonly string[];
  readonly picture?: Picture;
}

/** A book as every writer of this folder takes it. */
export interface Book {
  readonly title: string;
  readonly author: string;
  readonly language: 'en';
  readonly cover?: Picture;
  readonly chapters: readonly Chapter[];
  /** True when the demo model wrote any of it; every format then says so where a reader sees it. */
  readonly demo: boolean;
}
