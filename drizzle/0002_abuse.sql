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
CREATE UNIQUE INDEX `blocked_hosts_host_unique` ON `blocked_hosts` (`host`);