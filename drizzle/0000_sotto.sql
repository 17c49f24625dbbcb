CREATE TABLE `contents` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`public_id` text NOT NULL,
	`url` text NOT NULL,
	`key` text NOT NULL,
	`external_id` text,
	`title` text,
	`description` text,
	`image` text,
	`campaign` text DEFAULT '' NOT NULL,
	`tags` text DEFAULT '[]' NOT NULL,
	`utm` text,
	`archived` integer DEFAULT false NOT NULL,
	`origin` text,
	`share_codes` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer,
	`search_text` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `contents_public_id_unique` ON `contents` (`public_id`);--> statement-breakpoint
CREATE INDEX `contents_shared` ON `contents` (`created_at`) WHERE origin IS NOT NULL AND deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX `contents_listed` ON `contents` (`archived`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `contents_key` ON `contents` (`key`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `contents_external_id` ON `contents` (`external_id`) WHERE deleted_at IS NULL AND external_id IS NOT NULL;--> statement-breakpoint
CREATE TABLE `destinations` (
	`link_id` integer NOT NULL,
	`until` integer NOT NULL,
	`url` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `destinations_link` ON `destinations` (`link_id`);--> statement-breakpoint
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
CREATE TABLE `links` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`public_id` text NOT NULL,
	`content_id` integer NOT NULL,
	`domain` text NOT NULL,
	`slug` text NOT NULL,
	`slug_key` text NOT NULL,
	`external_id` text,
	`channel` text NOT NULL,
	`url` text NOT NULL,
	`campaign` text DEFAULT '' NOT NULL,
	`title` text,
	`tags` text DEFAULT '[]' NOT NULL,
	`utm` text,
	`starts_at` integer,
	`expires_at` integer,
	`max_clicks` integer,
	`clicks_taken` integer DEFAULT 0 NOT NULL,
	`status_code` integer DEFAULT 302 NOT NULL,
	`forward_query` integer DEFAULT false NOT NULL,
	`password_hash` text,
	`expired_url` text,
	`archived` integer DEFAULT false NOT NULL,
	`blocked` integer DEFAULT false NOT NULL,
	`custom` integer DEFAULT false NOT NULL,
	`findable` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer,
	`hits_purged_at` integer,
	`erased_id` integer DEFAULT 0 NOT NULL,
	`purged_id` integer DEFAULT 0 NOT NULL,
	`erased_share_id` integer DEFAULT 0 NOT NULL,
	`search_text` text,
	FOREIGN KEY (`content_id`) REFERENCES `contents`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `links_public_id_unique` ON `links` (`public_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `links_slugs` ON `links` (`domain`,`slug_key`,`slug`);--> statement-breakpoint
CREATE UNIQUE INDEX `links_findable` ON `links` (`content_id`,`channel`,`url`,`campaign`,`domain`) WHERE findable = 1;--> statement-breakpoint
CREATE INDEX `links_shadowed` ON `links` (`content_id`,`channel`,`url`,`campaign`,`domain`) WHERE findable = 0 AND custom IS 0 AND external_id IS NULL AND utm IS NULL AND starts_at IS NULL AND expires_at IS NULL AND max_clicks IS NULL AND status_code IS 302 AND forward_query IS 0 AND password_hash IS NULL AND expired_url IS NULL AND archived IS 0 AND blocked IS 0 AND deleted_at IS NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `links_external_id` ON `links` (`external_id`) WHERE deleted_at IS NULL AND external_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `links_content` ON `links` (`content_id`,`deleted_at`);--> statement-breakpoint
CREATE INDEX `links_listed` ON `links` (`archived`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX `links_deleted` ON `links` (`deleted_at`) WHERE deleted_at IS NOT NULL AND hits_purged_at IS NULL;--> statement-breakpoint
CREATE INDEX `links_erased` ON `links` (`erased_id`) WHERE erased_id > 0;--> statement-breakpoint
CREATE INDEX `links_erased_shares` ON `links` (`erased_share_id`) WHERE erased_share_id > 0;--> statement-breakpoint
CREATE TABLE `abuse_reports` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`public_id` text NOT NULL,
	`at` integer NOT NULL,
	`domain` text NOT NULL,
	`slug` text NOT NULL,
	`link_id` integer,
	`category` text NOT NULL,
	`message` text,
	`closed_at` integer,
	`outcome` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `abuse_reports_public_id_unique` ON `abuse_reports` (`public_id`);--> statement-breakpoint
CREATE INDEX `abuse_reports_at` ON `abuse_reports` (`at`);--> statement-breakpoint
CREATE INDEX `abuse_reports_open` ON `abuse_reports` (`domain`,`slug`) WHERE closed_at IS NULL;--> statement-breakpoint
CREATE INDEX `abuse_reports_link` ON `abuse_reports` (`link_id`) WHERE link_id IS NOT NULL;--> statement-breakpoint
CREATE TABLE `audit` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`actor_type` text NOT NULL,
	`actor_id` text NOT NULL,
	`request_id` text,
	`action` text NOT NULL,
	`object_id` text,
	`first_row` integer,
	`last_row` integer,
	`objects` integer DEFAULT 1 NOT NULL,
	`fields` text DEFAULT '[]' NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_actor` ON `audit` (`actor_id`);--> statement-breakpoint
CREATE INDEX `audit_object` ON `audit` (`object_id`) WHERE object_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `audit_created` ON `audit` (`action`,`first_row`) WHERE first_row IS NOT NULL;--> statement-breakpoint
CREATE TABLE `blocked_hosts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`host` text NOT NULL,
	`reason` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `blocked_hosts_host_unique` ON `blocked_hosts` (`host`);--> statement-breakpoint
CREATE TABLE `domains` (
	`domain` text PRIMARY KEY NOT NULL,
	`root_url` text,
	`not_found_url` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `instance_settings` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `kept_answer_space` (
	`id` integer PRIMARY KEY NOT NULL,
	`bytes` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `kept_answers` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`fingerprint` text NOT NULL,
	`token` text NOT NULL,
	`request_ids` text NOT NULL,
	`created_at` integer NOT NULL,
	`claimed_at` integer NOT NULL,
	`audit_id` integer NOT NULL,
	`status` integer,
	`headers` text,
	`answer` text,
	`bytes` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `kept_answers_name_unique` ON `kept_answers` (`name`);--> statement-breakpoint
CREATE TABLE `keys` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`scopes` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	`last_used_at` integer,
	`revoked_at` integer,
	`origins` text
);
--> statement-breakpoint
CREATE TABLE `link_list_lines` (
	`list_id` text NOT NULL,
	`line` integer NOT NULL,
	`fields` text NOT NULL,
	`planned` text NOT NULL,
	`state` text,
	`problems` text NOT NULL,
	`content_id` text,
	PRIMARY KEY(`list_id`, `line`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `link_lists` (
	`id` text PRIMARY KEY NOT NULL,
	`member_id` text NOT NULL,
	`name` text,
	`channels` text NOT NULL,
	`unknown_columns` text NOT NULL,
	`created_at` integer NOT NULL,
	`running_until` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `member_recovery_codes` (
	`member_id` text NOT NULL,
	`hash` text NOT NULL,
	PRIMARY KEY(`member_id`, `hash`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `member_sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`member_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer NOT NULL,
	`browser` text NOT NULL,
	`os` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `member_sessions_hash_unique` ON `member_sessions` (`hash`);--> statement-breakpoint
CREATE INDEX `member_sessions_member` ON `member_sessions` (`member_id`);--> statement-breakpoint
CREATE TABLE `member_tickets` (
	`id` text PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`purpose` text NOT NULL,
	`member_id` text,
	`email` text,
	`role` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `member_tickets_hash_unique` ON `member_tickets` (`hash`);--> statement-breakpoint
CREATE TABLE `members` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`language` text,
	`timezone` text,
	`password_hash` text NOT NULL,
	`totp_secret` text,
	`totp_step` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `members_email_unique` ON `members` (`email`);--> statement-breakpoint
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
CREATE UNIQUE INDEX `shared_reports_hash_unique` ON `shared_reports` (`hash`);--> statement-breakpoint
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
CREATE INDEX `shares_at` ON `shares` (`at`);--> statement-breakpoint
CREATE INDEX `shares_content` ON `shares` (`content_id`,`id`);--> statement-breakpoint
CREATE INDEX `shares_link` ON `shares` (`link_id`,`id`);--> statement-breakpoint
CREATE INDEX `shares_parent` ON `shares` (`parent_id`) WHERE parent_id IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `shares_code` ON `shares` (`content_id`,`code`) WHERE code IS NOT NULL;--> statement-breakpoint
CREATE TABLE `agents` (
	`id` integer PRIMARY KEY NOT NULL,
	`device` text NOT NULL,
	`os` text NOT NULL,
	`browser` text NOT NULL,
	`app` text NOT NULL,
	`certainty` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `agents_facts` ON `agents` (`device`,`os`,`browser`,`app`,`certainty`);--> statement-breakpoint
CREATE TABLE `dead_letters` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`created_at` integer NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `hit_batches` (
	`first_id` integer PRIMARY KEY NOT NULL,
	`hits` integer NOT NULL,
	`arrived_at` integer NOT NULL,
	`visitors` text NOT NULL,
	`networks` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `hit_changes` (
	`id` integer PRIMARY KEY NOT NULL,
	`hit_id` integer NOT NULL,
	`was_kind` text NOT NULL,
	`was_unique` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `hit_log_state` (
	`id` integer PRIMARY KEY NOT NULL,
	`settled_id` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `hits` (
	`id` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`link_id` integer NOT NULL,
	`kind` text NOT NULL,
	`reason` text,
	`is_unique` integer NOT NULL,
	`anonymous` integer NOT NULL,
	`agent_id` integer NOT NULL,
	`place_id` integer NOT NULL,
	`referrer_id` integer NOT NULL,
	`mark` text,
	`nonce` integer NOT NULL,
	`share_id` integer
);
--> statement-breakpoint
CREATE TABLE `places` (
	`id` integer PRIMARY KEY NOT NULL,
	`country` text NOT NULL,
	`region` text NOT NULL,
	`city` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `places_facts` ON `places` (`country`,`region`,`city`);--> statement-breakpoint
CREATE TABLE `referrers` (
	`id` integer PRIMARY KEY NOT NULL,
	`host` text NOT NULL,
	`first_seen_day` integer NOT NULL,
	`uses` integer DEFAULT 5 NOT NULL,
	`last_seen_day` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `referrers_host_unique` ON `referrers` (`host`);--> statement-breakpoint
CREATE INDEX `referrers_first_seen` ON `referrers` (`first_seen_day`);--> statement-breakpoint
CREATE INDEX `referrers_rare` ON `referrers` (`last_seen_day`) WHERE uses < 5 AND host <> '';--> statement-breakpoint
CREATE TABLE `refusals` (
	`link_id` integer NOT NULL,
	`day` integer NOT NULL,
	`reason` text NOT NULL,
	`times` integer NOT NULL,
	PRIMARY KEY(`link_id`, `day`, `reason`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `unknown_slugs` (
	`day` integer NOT NULL,
	`domain` text NOT NULL,
	`slug` text NOT NULL,
	`times` integer NOT NULL,
	PRIMARY KEY(`day`, `domain`, `slug`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `erasures` (
	`link_id` integer PRIMARY KEY NOT NULL,
	`hit_id` integer NOT NULL,
	`share_id` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `scopes` (
	`id` integer PRIMARY KEY NOT NULL,
	`domain` text NOT NULL,
	`channel` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `scopes_channels` ON `scopes` (`domain`,`channel`);--> statement-breakpoint
CREATE TABLE `share_days` (
	`link_id` integer NOT NULL,
	`share_id` integer NOT NULL,
	`day` integer NOT NULL,
	`clicks` integer DEFAULT 0 NOT NULL,
	`own_clicks` integer DEFAULT 0 NOT NULL,
	`previews` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`link_id`, `share_id`, `day`)
) WITHOUT ROWID;
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
CREATE INDEX `sightings_day` ON `sightings` (`day`);--> statement-breakpoint
CREATE TABLE `sums` (
	`id` integer PRIMARY KEY NOT NULL,
	`unit` integer NOT NULL,
	`time` integer NOT NULL,
	`scope` integer NOT NULL,
	`clicks` integer DEFAULT 0 NOT NULL,
	`unique_clicks` integer DEFAULT 0 NOT NULL,
	`repeats` integer DEFAULT 0 NOT NULL,
	`anonymous_clicks` integer DEFAULT 0 NOT NULL,
	`previews` integer DEFAULT 0 NOT NULL,
	`prefetches` integer DEFAULT 0 NOT NULL,
	`scanners` integer DEFAULT 0 NOT NULL,
	`bots` integer DEFAULT 0 NOT NULL,
	`own_clicks` integer DEFAULT 0 NOT NULL,
	`shares` integer DEFAULT 0 NOT NULL,
	`quarters` text,
	`agents` text DEFAULT '[]' NOT NULL,
	`places` text DEFAULT '[]' NOT NULL,
	`referrers` text DEFAULT '[]' NOT NULL,
	`marks` text,
	`first_hit_id` integer,
	`last_hit_id` integer,
	`last_click_at` integer
);
--> statement-breakpoint
CREATE INDEX `sums_busy` ON `sums` (`unit`,`time`,`clicks`,`scope`) WHERE clicks >= 8 AND scope > 0;--> statement-breakpoint
CREATE INDEX `sums_many_values` ON `sums` (`scope`,`time`) WHERE unit = 0 AND scope > 0 AND (length(referrers) > 54 OR length(marks) > 54);--> statement-breakpoint
CREATE INDEX `sums_hits` ON `sums` (`time`,`first_hit_id`,`last_hit_id`) WHERE last_hit_id IS NOT NULL;--> statement-breakpoint
CREATE TABLE `sums_state` (
	`id` integer PRIMARY KEY NOT NULL,
	`version` integer DEFAULT 0 NOT NULL,
	`hit_id` integer DEFAULT 0 NOT NULL,
	`change_id` integer DEFAULT 0 NOT NULL,
	`share_id` integer DEFAULT 0 NOT NULL,
	`closed_day` integer DEFAULT 0 NOT NULL,
	`closing_scope` integer,
	`compacted_day` integer DEFAULT 0 NOT NULL,
	`clock_at` integer DEFAULT 0 NOT NULL,
	`round_at` integer DEFAULT 0 NOT NULL,
	`clock_rounds` integer DEFAULT 0 NOT NULL,
	`clock_budget` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `totals` (
	`link_id` integer PRIMARY KEY NOT NULL,
	`clicks` integer DEFAULT 0 NOT NULL,
	`unique_clicks` integer DEFAULT 0 NOT NULL,
	`repeats` integer DEFAULT 0 NOT NULL,
	`anonymous_clicks` integer DEFAULT 0 NOT NULL,
	`previews` integer DEFAULT 0 NOT NULL,
	`prefetches` integer DEFAULT 0 NOT NULL,
	`scanners` integer DEFAULT 0 NOT NULL,
	`bots` integer DEFAULT 0 NOT NULL,
	`own_clicks` integer DEFAULT 0 NOT NULL,
	`shares` integer DEFAULT 0 NOT NULL,
	`last_click_at` integer
);
--> statement-breakpoint
CREATE INDEX `totals_hot` ON `totals` (`clicks`,`link_id`) WHERE clicks >= 32;--> statement-breakpoint
INSERT INTO `sums_state` (`id`) VALUES (1);
--> statement-breakpoint
-- For people with a shell: one line per hit, in words. Nothing in the program reads it.
CREATE VIEW `hit_log` AS
SELECT h.`id`, strftime('%Y-%m-%dT%H:%M:%fZ', h.`at` / 1000.0, 'unixepoch') AS `at`, date(h.`at` / 1000, 'unixepoch') AS `day`,
	h.`kind`, h.`reason`, h.`is_unique`, h.`anonymous`, l.`domain`, l.`slug`, l.`channel`, c.`url` AS `page`,
	p.`country`, p.`region`, p.`city`, a.`device`, a.`os`, a.`browser`, a.`app`, a.`certainty`, coalesce(r.`host`, '(other)') AS `referrer`, h.`mark`,
	s.`public_id` AS `share`
FROM `hits` h JOIN `links` l ON l.`id` = h.`link_id` AND l.`deleted_at` IS NULL AND h.`id` > l.`erased_id`
	JOIN `contents` c ON c.`id` = l.`content_id` LEFT JOIN `places` p ON p.`id` = h.`place_id`
	LEFT JOIN `agents` a ON a.`id` = h.`agent_id` LEFT JOIN `referrers` r ON r.`id` = h.`referrer_id`
	LEFT JOIN `shares` s ON s.`id` = h.`share_id` AND s.`id` > l.`erased_share_id`;
