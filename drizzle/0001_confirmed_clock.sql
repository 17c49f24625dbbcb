ALTER TABLE `sums_state` ADD `round_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `sums_state` ADD `clock_rounds` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `sums_state` ADD `clock_budget` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `sums_state` DROP COLUMN `jumped_at`;