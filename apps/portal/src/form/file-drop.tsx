import { Icon, IconButton, Notice, useFormat } from '#page-kit';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './form.module.css';

interface FileDropProps {
  readonly files: readonly File[];
  readonly most: number;
  readonly mostBytes: number;
  readonly onChange: (files: readonly File[]) => void;
}

/** Files by choosing, by drop, and by keyboard as any file input. */
export function FileDrop({ files, most, mostBytes, onChange }: FileDropProps) {
  const { t } = useTranslation('help');
  const format = useFormat();
  const id = useId();
  const [isOver, setOver] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const add = (given: readonly File[]) => {
    const tooLarge = given.find(({ size }) => size > mostBytes);
    const all = [...files, ...given.filter(({ size }) => size <= mostBytes)];
    setProblem(
      tooLarge !== undefined
        ? t('files.tooLarge', { name: tooLarge.name, size: format.bytes(mostBytes) })
        : all.length > most
          ? t('files.tooMany', { count: most })
          : null,
    );
    onChange(all.slice(0, most));
  };
  return (
    <div
      className={`${css['drop']} ${isOver ? css['over'] : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        add([...event.dataTransfer.files]);
      }}
    >
      <label htmlFor={id} className={css['choose']}>
        <Icon name="attach" /> {t('files.label')}
      </label>
      <input
        id={id}
        type="file"
        multiple
        aria-describedby={`${id}-hint`}
        onChange={({ target }) => {
          add([...(target.files ?? [])]);
          target.value = '';
        }}
      />
      <p id={`${id}-hint`} className="quiet small">
        {t('files.hint', { count: most, size: format.bytes(mostBytes) })}
      </p>
      {files.length > 0 && (
        <ul className={css['files']}>
          {files.map((file, index) => (
            <li key={`${file.name}-${index}`}>
              <span>{file.name}</span>
              <span className="quiet small">{format.bytes(file.size)}</span>
              <IconButton
                small
                icon="close"
                label={t('files.remove', { name: file.name })}
                onClick={() => onChange(files.filter((each) => each !== file))}
              />
            </li>
          ))}
        </ul>
      )}
      {problem !== null && <Notice tone="warn">{problem}</Notice>}
    </div>
  );
}
