import { runApps } from '#service-host';
import { formConnectorApp } from './form-connector.module.js';

await runApps([formConnectorApp]);
