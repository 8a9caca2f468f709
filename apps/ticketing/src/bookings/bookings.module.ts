import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { BookingFollower } from './booking-follower.js';
import { BookingSlots } from './booking-slots.js';
import { BookingTeller } from './booking-teller.js';
import { BookingWork } from './booking-work.js';
import { BookingRepository } from './booking.repository.js';

/** Times that customers book. */
@Module({
  imports: [DeskWorkModule],
  providers: [BookingFollower, BookingRepository, BookingSlots, BookingTeller, BookingWork],
  exports: [BookingRepository, BookingSlots, BookingWork],
})
export class BookingsModule {}
