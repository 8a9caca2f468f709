import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { RulesModule } from '../rules/rules.module.js';
import { OrderActions } from './order-actions.js';
import { Purchases } from './purchases.js';

/** What contacts bought. */
@Module({ imports: [DeskWorkModule, RulesModule], providers: [OrderActions, Purchases], exports: [Purchases] })
export class PurchasesModule {}
