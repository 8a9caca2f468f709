import { runApps } from '#service-host';
import { wechatConnectorApp } from './wechat-connector.module.js';

await runApps([wechatConnectorApp]);
