CREATE TABLE `agents` (
	`id` integer PRIMARY KEY NOT NULL,
	`device` text NOT NULL,
	`os` text NOT NULL,
	`browser` text NOT NULL,
	`app` text NOT NULL,
	`certainty` text NOT NULL,
	`reason` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `agents_facts` ON `agents` (`device`,`os`,`browser`,`app`,`certainty`,`reason`);--> statement-breakpoint
CREATE TABLE `channel_quarters` (
	`quarter` integer NOT NULL,
	`domain` text NOT NULL,
	`channel` text NOT NULL,
	`clicks` integer DEFAULT 0 NOT NULL,
	`uniques` integer DEFAULT 0 NOT NULL,
	`repeats` integer DEFAULT 0 NOT NULL,
	`anonymous` integer DEFAULT 0 NOT NULL,
	`previews` integer DEFAULT 0 NOT NULL,
	`prefetches` integer DEFAULT 0 NOT NULL,
	`scanners` integer DEFAULT 0 NOT NULL,
	`bots` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`quarter`, `domain`, `channel`)
) WITHOUT ROWID;
--> statement-breakpoint
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
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `contents_public_id_unique` ON `contents` (`public_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `contents_key` ON `contents` (`key`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `contents_external_id` ON `contents` (`external_id`) WHERE deleted_at IS NULL AND external_id IS NOT NULL;--> statement-breakpoint
CREATE TABLE `day_links` (
	`day` integer NOT NULL,
	`link_id` integer NOT NULL,
	`clicks` integer DEFAULT 0 NOT NULL,
	`uniques` integer DEFAULT 0 NOT NULL,
	`repeats` integer DEFAULT 0 NOT NULL,
	`anonymous` integer DEFAULT 0 NOT NULL,
	`previews` integer DEFAULT 0 NOT NULL,
	`prefetches` integer DEFAULT 0 NOT NULL,
	`scanners` integer DEFAULT 0 NOT NULL,
	`bots` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`day`, `link_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `day_links_hot` ON `day_links` (`day`,`clicks`,`link_id`) WHERE clicks >= 8;--> statement-breakpoint
CREATE TABLE `destinations` (
	`link_id` integer NOT NULL,
	`until` integer NOT NULL,
	`url` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `destinations_link` ON `destinations` (`link_id`);--> statement-breakpoint
CREATE TABLE `fold_state` (
	`id` integer PRIMARY KEY NOT NULL,
	`hit_id` integer NOT NULL,
	`judged_id` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `hit_visitors` (
	`day` integer NOT NULL,
	`hit_id` integer NOT NULL,
	`visitor` text NOT NULL,
	PRIMARY KEY(`day`, `hit_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `hits` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uid` blob,
	`nonce` integer,
	`at` integer NOT NULL,
	`link_id` integer NOT NULL,
	`kind` integer NOT NULL,
	`anonymous` integer NOT NULL,
	`agent_id` integer NOT NULL,
	`place_id` integer NOT NULL,
	`referrer_id` integer NOT NULL,
	`mark` text
);
--> statement-breakpoint
CREATE TABLE `hour_facets` (
	`hour` integer NOT NULL,
	`channel` text NOT NULL,
	`facet` integer NOT NULL,
	`value` blob NOT NULL,
	`clicks` integer DEFAULT 0 NOT NULL,
	`uniques` integer DEFAULT 0 NOT NULL,
	`repeats` integer DEFAULT 0 NOT NULL,
	`anonymous` integer DEFAULT 0 NOT NULL,
	`previews` integer DEFAULT 0 NOT NULL,
	`prefetches` integer DEFAULT 0 NOT NULL,
	`scanners` integer DEFAULT 0 NOT NULL,
	`bots` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`hour`, `channel`, `facet`, `value`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `keys` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`scopes` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	`last_used_at` integer,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE TABLE `link_facets` (
	`link_id` integer NOT NULL,
	`hour` integer NOT NULL,
	`facet` integer NOT NULL,
	`value` blob NOT NULL,
	`clicks` integer DEFAULT 0 NOT NULL,
	`uniques` integer DEFAULT 0 NOT NULL,
	`repeats` integer DEFAULT 0 NOT NULL,
	`anonymous` integer DEFAULT 0 NOT NULL,
	`previews` integer DEFAULT 0 NOT NULL,
	`prefetches` integer DEFAULT 0 NOT NULL,
	`scanners` integer DEFAULT 0 NOT NULL,
	`bots` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`link_id`, `hour`, `facet`, `value`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `link_quarters` (
	`link_id` integer NOT NULL,
	`quarter` integer NOT NULL,
	`clicks` integer DEFAULT 0 NOT NULL,
	`uniques` integer DEFAULT 0 NOT NULL,
	`repeats` integer DEFAULT 0 NOT NULL,
	`anonymous` integer DEFAULT 0 NOT NULL,
	`previews` integer DEFAULT 0 NOT NULL,
	`prefetches` integer DEFAULT 0 NOT NULL,
	`scanners` integer DEFAULT 0 NOT NULL,
	`bots` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`link_id`, `quarter`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `link_totals` (
	`link_id` integer PRIMARY KEY NOT NULL,
	`clicks` integer DEFAULT 0 NOT NULL,
	`uniques` integer DEFAULT 0 NOT NULL,
	`repeats` integer DEFAULT 0 NOT NULL,
	`anonymous` integer DEFAULT 0 NOT NULL,
	`previews` integer DEFAULT 0 NOT NULL,
	`prefetches` integer DEFAULT 0 NOT NULL,
	`scanners` integer DEFAULT 0 NOT NULL,
	`bots` integer DEFAULT 0 NOT NULL,
	`last_click_at` integer
);
--> statement-breakpoint
CREATE TABLE `links` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`public_id` text NOT NULL,
	`content_id` integer NOT NULL,
	`domain` text NOT NULL,
	`slug` text NOT NULL,
	`slug_folded` text NOT NULL,
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
	`archived` integer DEFAULT false NOT NULL,
	`blocked` integer DEFAULT false NOT NULL,
	`custom` integer DEFAULT false NOT NULL,
	`findable` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer,
	FOREIGN KEY (`content_id`) REFERENCES `contents`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `links_public_id_unique` ON `links` (`public_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `links_slug` ON `links` (`domain`,`slug`);--> statement-breakpoint
CREATE INDEX `links_slug_folded` ON `links` (`domain`,`slug_folded`);--> statement-breakpoint
CREATE UNIQUE INDEX `links_findable` ON `links` (`content_id`,`channel`,`url`,`campaign`,`domain`) WHERE findable = 1;--> statement-breakpoint
CREATE INDEX `links_content` ON `links` (`content_id`);--> statement-breakpoint
CREATE INDEX `links_deleted` ON `links` (`deleted_at`) WHERE deleted_at IS NOT NULL;--> statement-breakpoint
CREATE TABLE `places` (
	`id` integer PRIMARY KEY NOT NULL,
	`country` text NOT NULL,
	`region` text NOT NULL,
	`city` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `places_facts` ON `places` (`country`,`region`,`city`);--> statement-breakpoint
CREATE TABLE `quarter_ids` (
	`quarter` integer PRIMARY KEY NOT NULL,
	`first_id` integer NOT NULL,
	`last_id` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `referrers` (
	`id` integer PRIMARY KEY NOT NULL,
	`host` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `referrers_host_unique` ON `referrers` (`host`);--> statement-breakpoint
CREATE TABLE `removed_links` (
	`link_id` integer PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sightings` (
	`link_id` integer NOT NULL,
	`day` integer NOT NULL,
	`agent_id` integer NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	`previews` integer NOT NULL,
	PRIMARY KEY(`link_id`, `day`, `agent_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `turned_away` (
	`link_id` integer NOT NULL,
	`day` integer NOT NULL,
	`reason` text NOT NULL,
	`times` integer NOT NULL,
	PRIMARY KEY(`link_id`, `day`, `reason`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `verdicts` (
	`hit_id` integer PRIMARY KEY NOT NULL,
	`kind` integer NOT NULL,
	`reason` text NOT NULL,
	`uniq` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `visitors` (
	`day` integer NOT NULL,
	`link_id` integer NOT NULL,
	`visitor` text NOT NULL,
	`hit_id` integer NOT NULL,
	`last_at` integer NOT NULL,
	PRIMARY KEY(`day`, `link_id`, `visitor`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `fold_state` (`id`, `hit_id`, `judged_id`) VALUES (1, 0, 0);
