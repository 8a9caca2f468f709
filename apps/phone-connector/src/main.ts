import { runApps } from '#service-host';
import { phoneConnectorApp } from './phone-connector.module.js';

await runApps([phoneConnectorApp]);
