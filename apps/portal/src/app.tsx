import { Loading, ToastsProvider } from '#page-kit';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ComponentType, lazy, Suspense } from 'react';
import { Route, Router, Switch } from 'wouter';
import { Frame } from './frame/frame.js';
import { MissingPage } from './frame/missing-page.js';

const cache = new QueryClient({
  defaultOptions: { queries: { staleTime: 30_000, retry: false, networkMode: 'always' }, mutations: { networkMode: 'always' } },
});

const page = <M, K extends keyof M>(load: () => Promise<M>, name: K) =>
  lazy(async () => ({ default: (await load())[name] as unknown as ComponentType }));

const HomePage = page(() => import('./home/home-page.js'), 'HomePage');
const TopicPage = page(() => import('./home/topic-page.js'), 'TopicPage');
const ArticlePage = page(() => import('./article/article-page.js'), 'ArticlePage');
const FormPage = page(() => import('./form/form-page.js'), 'FormPage');
const ProgressPage = page(() => import('./progress/progress-page.js'), 'ProgressPage');
const OwnRequestsPage = page(() => import('./progress/own-requests-page.js'), 'OwnRequestsPage');
const SurveyPage = page(() => import('./survey/survey-page.js'), 'SurveyPage');
const PromisesPage = page(() => import('./promises/promises-page.js'), 'PromisesPage');

/** Each page is loaded when it is first opened. */
export function App() {
  return (
    <QueryClientProvider client={cache}>
      <ToastsProvider>
        <Router base="/help">
          <Frame>
            <Suspense fallback={<Loading />}>
              <Switch>
                <Route path="/" component={HomePage} />
                <Route path="/topics/:key" component={TopicPage} />
                <Route path="/articles/:id" component={ArticlePage} />
                <Route path="/new/:form?" component={FormPage} />
                <Route path="/progress/:token" component={ProgressPage} />
                <Route path="/requests" component={OwnRequestsPage} />
                <Route path="/survey/:token" component={SurveyPage} />
                <Route path="/promises" component={PromisesPage} />
                <Route component={MissingPage} />
              </Switch>
            </Suspense>
          </Frame>
        </Router>
      </ToastsProvider>
    </QueryClientProvider>
  );
}
