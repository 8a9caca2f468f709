import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { Purchases } from './purchases.js';

/** What contacts bought. */
@Module({ imports: [DeskWorkModule], providers: [Purchases], exports: [Purchases] })
export class PurchasesModule {}
