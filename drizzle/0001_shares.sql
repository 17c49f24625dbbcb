CREATE TABLE `share_presses` (
	`link_id` integer NOT NULL,
	`visitor_high` integer NOT NULL,
	`visitor_low` integer NOT NULL,
	`at` integer NOT NULL,
	`share_id` integer NOT NULL,
	`own_hit_id` integer,
	PRIMARY KEY(`link_id`, `visitor_high`, `visitor_low`, `at`, `share_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `share_presses_at` ON `share_presses` (`at`);--> statement-breakpoint
CREATE TABLE `shares` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`public_id` text NOT NULL,
	`at` integer NOT NULL,
	`content_id` integer NOT NULL,
	`link_id` integer NOT NULL,
	`code` text,
	`parent_id` integer,
	`generation` integer DEFAULT 0 NOT NULL,
	`source` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `shares_public_id_unique` ON `shares` (`public_id`);--> statement-breakpoint
CREATE INDEX `shares_content` ON `shares` (`content_id`,`id`);--> statement-breakpoint
CREATE INDEX `shares_link` ON `shares` (`link_id`,`id`);--> statement-breakpoint
CREATE INDEX `shares_parent` ON `shares` (`parent_id`) WHERE parent_id IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `shares_code` ON `shares` (`content_id`,`code`) WHERE code IS NOT NULL;--> statement-breakpoint
ALTER TABLE `contents` ADD `origin` text;--> statement-breakpoint
ALTER TABLE `contents` ADD `share_codes` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `contents_shared` ON `contents` (`created_at`) WHERE origin IS NOT NULL AND deleted_at IS NULL;--> statement-breakpoint
ALTER TABLE `links` ADD `erased_share_id` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `links_erased_shares` ON `links` (`erased_share_id`) WHERE erased_share_id > 0;