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
CREATE UNIQUE INDEX `kept_answers_name_unique` ON `kept_answers` (`name`);