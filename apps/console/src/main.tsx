import { startLanguage } from '#page-kit';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { languages, loadWords } from './words/languages.js';

await startLanguage({ names: languages, load: loadWords });
createRoot(document.getElementById('page')!).render(<App />);
