CREATE TABLE `domains` (
	`domain` text PRIMARY KEY NOT NULL,
	`root_url` text,
	`not_found_url` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `misses` (
	`day` integer NOT NULL,
	`domain` text NOT NULL,
	`slug` text NOT NULL,
	`times` integer NOT NULL,
	PRIMARY KEY(`day`, `domain`, `slug`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `keys` ADD `origins` text;--> statement-breakpoint
ALTER TABLE `links` ADD `password_hash` text;--> statement-breakpoint
ALTER TABLE `links` ADD `expired_url` text;--> statement-breakpoint
ALTER TABLE `links` ADD `hits_deleted_at` integer;