import { runApps } from '#service-host';
import { webchatConnectorApp } from './webchat-connector.module.js';

await runApps([webchatConnectorApp]);
