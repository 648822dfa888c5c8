/** Whether a document says enough to be read, or is a scan. */
export declare function hasEnoughText(text: string, pageCount: number): boolean;
