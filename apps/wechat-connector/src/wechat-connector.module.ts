import { Module } from '@nestjs/common';
import { Topics } from '#contracts';
import type { AppDefinition } from '#runtime';
import { KfConnectorFactory, kfDescriptor } from './kf.connector.js';
import { OfficialConnectorFactory, officialDescriptor } from './official.connector.js';
import { PersonalConnectorFactory, personalDescriptor } from './personal.connector.js';
import { WecomAppConnectorFactory, wecomAppDescriptor } from './wecom-app.connector.js';

/** One a line, in the order of the providers' sections in the README. */
const factories: AppDefinition['connectorFactories'] = [
  OfficialConnectorFactory,
  // 微信客服
  KfConnectorFactory,
  WecomAppConnectorFactory,
  PersonalConnectorFactory,
];

@Module({ providers: [...factories], exports: [...factories] })
export class WechatConnectorModule {}

/** WeChat three ways: 公众号, 微信客服 (with WeCom's application messages), personal accounts. */
export const wechatConnectorApp: AppDefinition = {
  name: 'wechat-connector',
  module: WechatConnectorModule,
  migrations: [],
  topics: [Topics.inboundMessages, Topics.deliveryUpdates, Topics.connectorStates, Topics.outboundMessages('wechat')],
  connectorFactories: factories,
  inboxSchemas: [officialDescriptor, kfDescriptor, wecomAppDescriptor, personalDescriptor],
  servesApi: false,
};
