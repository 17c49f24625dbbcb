CREATE TABLE `link_jobs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`content_id` integer NOT NULL,
	`from_url` text,
	`at` integer NOT NULL,
	`done_link` integer NOT NULL,
	`last_link` integer NOT NULL,
	`links_left` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `link_jobs_content` ON `link_jobs` (`content_id`);--> statement-breakpoint
DROP INDEX `links_content`;--> statement-breakpoint
ALTER TABLE `links` ADD `search_text` text;--> statement-breakpoint
CREATE INDEX `links_shadowed` ON `links` (`content_id`,`channel`,`url`,`campaign`,`domain`) WHERE findable = 0 AND custom IS 0 AND utm IS NULL AND starts_at IS NULL AND expires_at IS NULL AND max_clicks IS NULL AND status_code IS 302 AND forward_query IS 0 AND password_hash IS NULL AND expired_url IS NULL AND archived IS 0 AND blocked IS 0 AND deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX `links_listed` ON `links` (`archived`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX `links_content` ON `links` (`content_id`,`deleted_at`);--> statement-breakpoint
ALTER TABLE `contents` ADD `search_text` text;--> statement-breakpoint
CREATE INDEX `contents_listed` ON `contents` (`archived`) WHERE deleted_at IS NULL;