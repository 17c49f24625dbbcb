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
ALTER TABLE `hits` ADD `share_id` integer;--> statement-breakpoint
DROP VIEW `hit_log`;--> statement-breakpoint
CREATE VIEW `hit_log` AS
SELECT h.`id`, strftime('%Y-%m-%dT%H:%M:%fZ', h.`at` / 1000.0, 'unixepoch') AS `at`, date(h.`at` / 1000, 'unixepoch') AS `day`,
	h.`kind`, h.`reason`, h.`is_unique`, h.`anonymous`, l.`domain`, l.`slug`, l.`channel`, c.`url` AS `page`,
	p.`country`, p.`region`, p.`city`, a.`device`, a.`os`, a.`browser`, a.`app`, a.`certainty`, coalesce(r.`host`, '(other)') AS `referrer`, h.`mark`,
	s.`public_id` AS `share`
FROM `hits` h JOIN `links` l ON l.`id` = h.`link_id` AND l.`deleted_at` IS NULL AND h.`id` > l.`erased_id`
	JOIN `contents` c ON c.`id` = l.`content_id` LEFT JOIN `places` p ON p.`id` = h.`place_id`
	LEFT JOIN `agents` a ON a.`id` = h.`agent_id` LEFT JOIN `referrers` r ON r.`id` = h.`referrer_id`
	LEFT JOIN `shares` s ON s.`id` = h.`share_id` AND s.`id` > l.`erased_share_id`;