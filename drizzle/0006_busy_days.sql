ALTER TABLE `fold_state` ADD `busy_day` integer DEFAULT 0 NOT NULL;
--> statement-breakpoint
CREATE TABLE `link_facet_days` (
	`link_id` integer NOT NULL,
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
	PRIMARY KEY(`link_id`, `facet`, `day`, `value`)
) WITHOUT ROWID;
--> statement-breakpoint
UPDATE `fold_state` SET `busy_day` = coalesce((SELECT max(`day`) FROM `channel_days`), 0);
--> statement-breakpoint
INSERT INTO `link_facet_days` (`link_id`, `facet`, `day`, `value`, `clicks`, `uniques`, `repeats`, `anonymous`, `previews`, `prefetches`, `scanners`, `bots`)
	SELECT `link_id`, `facet`, `on_day`, `value`, sum(`clicks`), sum(`uniques`), sum(`repeats`), sum(`anonymous`), sum(`previews`), sum(`prefetches`), sum(`scanners`), sum(`bots`)
	FROM (SELECT `day` AS `on_day`, `link_id` AS `of_link` FROM `day_links`
		WHERE `clicks` + `repeats` + `previews` + `prefetches` + `scanners` + `bots` >= 32
			AND `day` >= (SELECT `coarse_day` FROM `fold_state`) AND `day` < (SELECT `busy_day` FROM `fold_state`))
	CROSS JOIN `link_facets` ON `link_id` = `of_link` AND `facet` IN (1, 2, 3, 4) AND `hour` >= `on_day` * 24 AND `hour` < `on_day` * 24 + 24
	WHERE true GROUP BY 1, 2, 3, 4;
