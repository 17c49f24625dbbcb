-- In one step, which the table it begins with takes to that table's file.
CREATE UNIQUE INDEX `links_slugs` ON `links` (`domain`,`slug_folded`,`slug`);
DROP INDEX `links_slug`;
DROP INDEX `links_slug_folded`;
