import { startLanguage } from '#page-kit';
import { createRoot } from 'react-dom/client';
import { App, prepare } from './app.js';
import { languages, loadWords } from './words/languages.js';

prepare();
await startLanguage({ names: languages, load: loadWords });
createRoot(document.getElementById('page')!).render(<App />);
