CREATE TABLE `shared_reports` (
	`id` text PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`name` text NOT NULL,
	`content_id` text,
	`filters` text NOT NULL,
	`period` text NOT NULL,
	`timezone` text NOT NULL,
	`language` text,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	`revoked_at` integer,
	`last_opened_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `shared_reports_hash_unique` ON `shared_reports` (`hash`);