CREATE TABLE `hit_log_state` (
	`id` integer PRIMARY KEY NOT NULL,
	`settled_id` integer NOT NULL
);
