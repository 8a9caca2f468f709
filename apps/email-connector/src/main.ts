import { runApps } from '#service-host';
import { emailConnectorApp } from './email-connector.module.js';

await runApps([emailConnectorApp]);
