import { runApps } from '#service-host';
import { notificationConnectorApp } from './notification-connector.module.js';

await runApps([notificationConnectorApp]);
