ALTER TABLE `referrers` ADD `uses` integer DEFAULT 5 NOT NULL;--> statement-breakpoint
ALTER TABLE `referrers` ADD `last_seen_day` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `referrers_rare` ON `referrers` (`last_seen_day`) WHERE uses < 5 AND host <> '';