// The parts of pdf.js that the scripts use.
export interface Viewport {
  width: number;
  height: number;
  transform: number[];
}

export interface TextItem {
  str: string;
  transform: number[];
  width: number;
  fontName: string;
  hasEOL: boolean;
}

export interface Page {
  getViewport(options: { scale: number }): Viewport;
  getTextContent(): Promise<{ items: TextItem[]; styles: Record<string, { fontFamily: string }> }>;
  render(options: object): { promise: Promise<void>; cancel(): void };
  cleanup(): void;
}

export interface Pdf {
  readonly numPages: number;
  getPage(number: number): Promise<Page>;
}

export const GlobalWorkerOptions: { workerSrc: string };
export const Util: { transform(a: number[], b: number[]): number[] };
export function getDocument(options: object): {
  promise: Promise<Pdf>;
  onProgress: (progress: { loaded: number; total: number }) => void;
};
