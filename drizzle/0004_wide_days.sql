CREATE TABLE `channel_days` (
	`day` integer NOT NULL,
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
	PRIMARY KEY(`day`, `domain`, `channel`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `facet_days` (
	`facet` integer NOT NULL,
	`day` integer NOT NULL,
	`value` blob NOT NULL,
	`clicks` integer DEFAULT 0 NOT NULL,
	`uniques` integer DEFAULT 0 NOT NULL,
	`repeats` integer DEFAULT 0 NOT NULL,
	`anonymous` integer DEFAULT 0 NOT NULL,
	`previews` integer DEFAULT 0 NOT NULL,
	`prefetches` integer DEFAULT 0 NOT NULL,
	`scanners` integer DEFAULT 0 NOT NULL,
	`bots` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`facet`, `day`, `value`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `facet_hours` (
	`facet` integer NOT NULL,
	`hour` integer NOT NULL,
	`value` blob NOT NULL,
	`clicks` integer DEFAULT 0 NOT NULL,
	`uniques` integer DEFAULT 0 NOT NULL,
	`repeats` integer DEFAULT 0 NOT NULL,
	`anonymous` integer DEFAULT 0 NOT NULL,
	`previews` integer DEFAULT 0 NOT NULL,
	`prefetches` integer DEFAULT 0 NOT NULL,
	`scanners` integer DEFAULT 0 NOT NULL,
	`bots` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`facet`, `hour`, `value`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `__new_hour_facets` (
	`facet` integer NOT NULL,
	`hour` integer NOT NULL,
	`channel` text NOT NULL,
	`value` blob NOT NULL,
	`clicks` integer DEFAULT 0 NOT NULL,
	`uniques` integer DEFAULT 0 NOT NULL,
	`repeats` integer DEFAULT 0 NOT NULL,
	`anonymous` integer DEFAULT 0 NOT NULL,
	`previews` integer DEFAULT 0 NOT NULL,
	`prefetches` integer DEFAULT 0 NOT NULL,
	`scanners` integer DEFAULT 0 NOT NULL,
	`bots` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`facet`, `hour`, `channel`, `value`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `__new_hour_facets`("facet", "hour", "channel", "value", "clicks", "uniques", "repeats", "anonymous", "previews", "prefetches", "scanners", "bots") SELECT "facet", "hour", "channel", "value", "clicks", "uniques", "repeats", "anonymous", "previews", "prefetches", "scanners", "bots" FROM `hour_facets`;
--> statement-breakpoint
DROP TABLE `hour_facets`;
--> statement-breakpoint
ALTER TABLE `__new_hour_facets` RENAME TO `hour_facets`;
--> statement-breakpoint
CREATE TABLE `__new_link_facets` (
	`link_id` integer NOT NULL,
	`facet` integer NOT NULL,
	`hour` integer NOT NULL,
	`value` blob NOT NULL,
	`clicks` integer DEFAULT 0 NOT NULL,
	`uniques` integer DEFAULT 0 NOT NULL,
	`repeats` integer DEFAULT 0 NOT NULL,
	`anonymous` integer DEFAULT 0 NOT NULL,
	`previews` integer DEFAULT 0 NOT NULL,
	`prefetches` integer DEFAULT 0 NOT NULL,
	`scanners` integer DEFAULT 0 NOT NULL,
	`bots` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`link_id`, `facet`, `hour`, `value`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `__new_link_facets`("link_id", "facet", "hour", "value", "clicks", "uniques", "repeats", "anonymous", "previews", "prefetches", "scanners", "bots") SELECT "link_id", "facet", "hour", "value", "clicks", "uniques", "repeats", "anonymous", "previews", "prefetches", "scanners", "bots" FROM `link_facets`;
--> statement-breakpoint
DROP TABLE `link_facets`;
--> statement-breakpoint
ALTER TABLE `__new_link_facets` RENAME TO `link_facets`;
--> statement-breakpoint
INSERT INTO `channel_days` (`day`, `domain`, `channel`, `clicks`, `uniques`, `repeats`, `anonymous`, `previews`, `prefetches`, `scanners`, `bots`)
	SELECT `quarter` / 96, `domain`, `channel`, sum(`clicks`), sum(`uniques`), sum(`repeats`), sum(`anonymous`), sum(`previews`), sum(`prefetches`), sum(`scanners`), sum(`bots`) FROM `channel_quarters` GROUP BY 1, 2, 3;
--> statement-breakpoint
INSERT INTO `facet_hours` (`facet`, `hour`, `value`, `clicks`, `uniques`, `repeats`, `anonymous`, `previews`, `prefetches`, `scanners`, `bots`)
	SELECT `facet`, `hour`, `value`, sum(`clicks`), sum(`uniques`), sum(`repeats`), sum(`anonymous`), sum(`previews`), sum(`prefetches`), sum(`scanners`), sum(`bots`) FROM `hour_facets` GROUP BY 1, 2, 3;
--> statement-breakpoint
INSERT INTO `facet_days` (`facet`, `day`, `value`, `clicks`, `uniques`, `repeats`, `anonymous`, `previews`, `prefetches`, `scanners`, `bots`)
	SELECT `facet`, `hour` / 24, `value`, sum(`clicks`), sum(`uniques`), sum(`repeats`), sum(`anonymous`), sum(`previews`), sum(`prefetches`), sum(`scanners`), sum(`bots`) FROM `facet_hours` GROUP BY 1, 2, 3;
--> statement-breakpoint
CREATE INDEX `link_totals_hot` ON `link_totals` (`clicks`,`link_id`) WHERE clicks >= 32;
