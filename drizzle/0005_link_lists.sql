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
