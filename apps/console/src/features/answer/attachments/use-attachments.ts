import { makeKey } from '#page-kit';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Attachment } from './attachment.js';
import { uploadFile } from './upload-file.js';

export interface Attachments {
  readonly list: readonly Attachment[];
  readonly isUploading: boolean;
  readonly add: (files: readonly File[]) => void;
  readonly remove: (id: string) => void;
  readonly rename: (id: string, name: string) => void;
  /** Of these the desk wants to know what they show. */
  readonly askNames: (ids: readonly string[]) => void;
  readonly replace: (list: readonly Attachment[]) => void;
}

/** Files of what is being written: brought at once, in any number, each to be cancelled. */
export function useAttachments(): Attachments {
  const [list, setList] = useState<readonly Attachment[]>([]);
  const running = useRef(new Map<string, AbortController>());
  const change = useCallback((id: string, change: Partial<Attachment>) => {
    setList((now) => now.map((each) => (each.id === id ? { ...each, ...change } : each)));
  }, []);
  useEffect(() => {
    const all = running.current;
    return () => all.forEach((controller) => controller.abort());
  }, []);

  const bring = useCallback(
    async (id: string, file: File) => {
      const controller = new AbortController();
      running.current.set(id, controller);
      try {
        const { ref, bytes } = await uploadFile(file, (progress) => change(id, { progress }), controller.signal);
        change(id, { ref, bytes, progress: 1 });
      } catch (error) {
        if (!controller.signal.aborted) change(id, { error });
      } finally {
        running.current.delete(id);
      }
    },
    [change],
  );

  const add = useCallback(
    (files: readonly File[]) => {
      for (const file of files) {
        const id = makeKey().slice(0, 12);
        const made = { id, name: file.name, type: file.type, bytes: file.size, ref: null, progress: 0, error: null, asksName: false };
        setList((now) => [...now, made]);
        void bring(id, file);
      }
    },
    [bring],
  );
  const remove = useCallback((id: string) => {
    running.current.get(id)?.abort();
    setList((now) => now.filter((each) => each.id !== id));
  }, []);
  const rename = useCallback((id: string, name: string) => change(id, { name }), [change]);
  const askNames = useCallback(
    (ids: readonly string[]) => setList((now) => now.map((each) => ({ ...each, asksName: each.asksName || ids.includes(each.id) }))),
    [],
  );
  const isUploading = list.some(({ ref, error }) => ref === null && error === null);
  return { list, isUploading, add, remove, rename, askNames, replace: setList };
}
