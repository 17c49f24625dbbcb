CREATE TABLE `parked_hits` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`parked_at` integer NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `seen_hits` (
	`uid` text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE `corrections` (
	`hit_id` integer PRIMARY KEY NOT NULL,
	`old_kind` integer NOT NULL,
	`kind` integer NOT NULL,
	`reason` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `erased_links` (
	`link_id` integer PRIMARY KEY NOT NULL,
	`hit_id` integer NOT NULL
);
--> statement-breakpoint
-- Sightings are by app now, and their bursts can only be counted from the raw hits: the sums are folded anew.
DROP TABLE `sightings`;
--> statement-breakpoint
CREATE TABLE `sightings` (
	`link_id` integer NOT NULL,
	`day` integer NOT NULL,
	`app` text NOT NULL,
	`certainty` text NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	`bursts` integer NOT NULL,
	`previews` integer NOT NULL,
	PRIMARY KEY(`link_id`, `day`, `app`, `certainty`)
) WITHOUT ROWID;
--> statement-breakpoint
DELETE FROM `link_totals`;
--> statement-breakpoint
DELETE FROM `link_quarters`;
--> statement-breakpoint
DELETE FROM `day_links`;
--> statement-breakpoint
DELETE FROM `link_facets`;
--> statement-breakpoint
DELETE FROM `channel_quarters`;
--> statement-breakpoint
DELETE FROM `hour_facets`;
--> statement-breakpoint
DELETE FROM `quarter_ids`;
--> statement-breakpoint
UPDATE `fold_state` SET `hit_id` = 0;
--> statement-breakpoint
ALTER TABLE `hit_visitors` ADD `network` text;--> statement-breakpoint
ALTER TABLE `links` ADD `erased_id` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `fold_state` ADD `coarse_day` integer DEFAULT 0 NOT NULL;