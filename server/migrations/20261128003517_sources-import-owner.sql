DROP INDEX "sources_address";--> statement-breakpoint
ALTER TABLE "sources" ADD COLUMN "owner_id" bigint;--> statement-breakpoint
CREATE UNIQUE INDEX "sources_address" ON "sources" USING btree ("kind","address",coalesce(owner_id, 0));--> statement-breakpoint
UPDATE "sources" s SET "owner_id" = (SELECT f.user_id FROM "follows" f WHERE f.source_id = s.id ORDER BY f.created_at, f.user_id LIMIT 1) WHERE s.kind = 'import';
