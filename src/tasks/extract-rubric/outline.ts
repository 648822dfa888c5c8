/**
 * What a page needs of extract-rubric before it has a rubric: its name, its stages, its files. Without schemas,
 * so that the first page of the site loads no zod.
 */
export const outline = {
  name: 'extract-rubric',
  stages: {
    document_reading: { title: 'Reading the document', weight: 5 },
    rubric_extraction: { title: 'Extracting the rubric', weight: 85 },
    points_check: { title: 'Checking the points', weight: 10 },
  },
  file: {
    kinds: ['pdf', 'docx', 'png', 'jpg', 'webp'],
    maxBytes: 10 * 1024 * 1024,
    maxInlineBytes: 4 * 1024 * 1024,
  },
} as const;
