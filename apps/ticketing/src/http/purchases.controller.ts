import { Body, Delete, Get, Param, Post, Put, Req } from '@nestjs/common';
import type { Request } from 'express';
import { PermanentError } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { principalOf } from '../agents/principal.js';
import { Purchases } from '../purchases/purchases.js';
import { TicketReader } from '../tickets/ticket-reader.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { reads } from './read-input.js';
import { OrderLink, OrderList, OrderPageShape, ProductList, ProductPageShape, TicketPurchasesShape } from './shapes/purchases.js';

const CONTACT = { contact_unknown: 404 };

/** What contacts bought: written by agents, or by the desk's CRM and shop with a key. */
@ApiController('purchases', '')
export class PurchasesController {
  constructor(
    private readonly purchases: Purchases,
    private readonly tickets: TicketReader,
  ) {}

  @Needs('tickets:read')
  @Answers({ summary: 'Products of a contact', shape: ProductPageShape, problems: CONTACT })
  @Get('contacts/:contactId/products')
  async listProducts(@Param('contactId') id: string) {
    return { items: await this.purchases.listProducts(id), nextCursor: null };
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Say what a contact has',
    description: 'The list takes the place of the former.',
    shape: ProductPageShape,
    problems: { ...CONTACT, version_conflict: 409 },
  })
  @Put('contacts/:contactId/products')
  async setProducts(@Param('contactId') id: string, @Body(reads(ProductList)) { products, expectedVersion }: ProductList) {
    return { items: await this.purchases.setProducts(id, products, expectedVersion), nextCursor: null };
  }

  @Needs('tickets:read')
  @Answers({ summary: 'Orders of a contact, newest first', shape: OrderPageShape, problems: CONTACT })
  @Get('contacts/:contactId/orders')
  async listOrders(@Param('contactId') id: string) {
    return { items: await this.purchases.listOrders(id), nextCursor: null };
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Tell of orders',
    description: 'Each by its number; others stay.',
    shape: OrderPageShape,
    problems: { ...CONTACT, version_conflict: 409, order_of_another: 409 },
  })
  @Put('contacts/:contactId/orders')
  async putOrders(@Param('contactId') id: string, @Body(reads(OrderList)) { orders, expectedVersion }: OrderList) {
    return { items: await this.purchases.putOrders(id, orders, expectedVersion), nextCursor: null };
  }

  @Needs('tickets:read')
  @Answers({
    summary: 'Orders a ticket is linked with, and what its contact has',
    shape: TicketPurchasesShape,
    problems: { ticket_unknown: 404 },
  })
  @Get('tickets/:id/purchases')
  async listOf(@Param('id') id: string) {
    return this.purchases.listOf(await this.findId(id));
  }

  @Needs('tickets:write')
  @Answers({ summary: 'Link a ticket with an order', shape: TicketPurchasesShape, problems: { ticket_unknown: 404 } })
  @Post('tickets/:id/orders')
  async linkOrder(@Param('id') id: string, @Body(reads(OrderLink)) { number }: OrderLink, @Req() request: Request) {
    await this.purchases.linkOrder(id, number, principalOf(request).actor);
    return this.purchases.listOf(await this.findId(id));
  }

  @Needs('tickets:write')
  @Answers({
    summary: 'Take the link with an order away',
    shape: TicketPurchasesShape,
    problems: { ticket_unknown: 404, order_unknown: 404 },
  })
  @Delete('tickets/:id/orders/:number')
  async unlinkOrder(@Param('id') id: string, @Param('number') number: string, @Req() request: Request) {
    await this.purchases.unlinkOrder(id, number, principalOf(request).actor);
    return this.purchases.listOf(await this.findId(id));
  }

  private async findId(id: string): Promise<string> {
    const ticket = await this.tickets.find(id);
    if (ticket === null) throw new PermanentError(`there is no ticket ${id}`, { code: 'ticket_unknown' });
    return ticket.id;
  }
}
