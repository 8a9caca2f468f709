import { runApps } from '#service-host';
import { ticketingApp } from './ticketing.module.js';

await runApps([ticketingApp]);
