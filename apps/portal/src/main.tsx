import { startLanguage } from '#page-kit';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { languages, loadWords } from './words/languages.js';

const asked = new URLSearchParams(location.search).get('language') ?? undefined;
void startLanguage({ names: languages, load: loadWords, asked }).then(() => createRoot(document.getElementById('page')!).render(<App />));
