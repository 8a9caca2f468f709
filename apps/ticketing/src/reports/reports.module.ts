import { Module } from '@nestjs/common';
import { DeskWorkModule } from '../desk-work.module.js';
import { LiveBoard } from './live/live-board.js';
import { ThresholdWatch } from './live/threshold-watch.js';
import { FigureReleases } from './figure-releases.js';
import { ReportDays } from './report-days.js';
import { ReportFacts } from './report-facts.js';
import { ReportFollower } from './report-follower.js';
import { ReportMail } from './report-mail.js';
import { ReportRuns } from './report-runs.js';
import { ReportOutlets } from './report-outlets.js';
import { ReportSchedule } from './report-schedule.js';
import { ReportService } from './report.service.js';

/** Figures of the desk: of what is stored, at any time the same. */
@Module({
  imports: [DeskWorkModule],
  providers: [
    FigureReleases,
    LiveBoard,
    ThresholdWatch,
    ReportDays,
    ReportFacts,
    ReportFollower,
    ReportMail,
    ReportOutlets,
    ReportRuns,
    ReportSchedule,
    ReportService,
  ],
  exports: [FigureReleases, ReportDays, LiveBoard, ThresholdWatch, ReportFacts, ReportRuns, ReportService],
})
export class ReportsModule {}
